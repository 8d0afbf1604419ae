"""The public catalogue: search, a record with its items, and the privacy notice."""
