"""The first-run guide: takes whoever starts a new library from nothing to lending, in a browser."""
