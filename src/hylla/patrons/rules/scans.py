"""What a desk remembers of a scan, and for how long."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

REMEMBERED = timedelta(hours=1)
"""Longer than an outage through which a page at a desk is kept open."""


@dataclass(frozen=True)
class Taken:
    """What came of a scan; `fee_ore` is what a late return cost."""

    outcome: str
    fee_ore: int = 0


def mark_of(word: str, entry: str) -> str:
    """Return the mark of a scan, from which neither its random word nor the scan can be read."""
    return sha256(f"{word}\n{entry}".encode()).hexdigest()
