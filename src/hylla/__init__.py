"""Hylla: a public-library system that keeps the promises of its privacy notice."""

VERSION = "0.1.0"
"""What runs here; pyproject.toml says the same."""
