"""Neighbours' interfaces as plain functions; each knows nothing of Django or of this library."""
