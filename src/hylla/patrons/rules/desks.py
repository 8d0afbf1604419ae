"""How long someone stays before a desk."""

from datetime import timedelta

IDLE = timedelta(minutes=5)
"""Until a record is closed for which nothing is done."""
