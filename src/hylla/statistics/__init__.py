"""Tallies: numbers of events, never people."""
