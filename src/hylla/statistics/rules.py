"""How people become numbers: age bands, and which numbers are too small to publish."""

from bisect import bisect_left
from collections.abc import Hashable, Mapping
from datetime import date
from typing import TypeVar

from hylla.patrons.rules import age_on

SMALLEST_PUBLISHED = 5
"""A smaller number could point at someone (k-anonymity with k = 5)."""

BANDS = ((0, 5), (6, 12), (13, 17), (18, 25), (26, 44), (45, 66))
_HIGHEST = [high for _, high in BANDS]
_NAMES = (*(f"{low}-{high}" for low, high in BANDS), "67+")

Cell = TypeVar("Cell", bound=Hashable)


def age_band(birth_date: date | None, on: date) -> str:
    """Return the band someone is in on a day: "0-5" ... "45-66", "67+"; "" where unknown."""
    if birth_date is None or birth_date > on:
        return ""
    return _NAMES[bisect_left(_HIGHEST, age_on(birth_date, on))]


def published(counts: Mapping[Cell, int]) -> dict[Cell, int | None]:
    """Return the counts as they may be published, None for what is suppressed.

    Where only one cell is too small, the next smallest goes with it: with the total known, one
    missing cell could be worked out.
    """
    small = {cell for cell, count in counts.items() if count < SMALLEST_PUBLISHED}
    others = [cell for cell in counts if cell not in small]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda cell: counts[cell]))
    return {cell: None if cell in small else count for cell, count in counts.items()}
