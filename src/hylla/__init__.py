"""Hylla: a public-library system that keeps the promises of its privacy notice."""
