"""In which order the titles of a list stand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Sorting(StrEnum):
    """What a list is put in order by."""

    OWN = "own"
    """As its owner has put it; what came last stands last."""
    TITLE = "title"
    AUTHOR = "author"
    NEWEST = "newest"
    """What was put there last, first."""


class Standing(Protocol):
    """What a title on a list is put in order by."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def authors(self) -> str:
        """Who made it, as one text."""

    @property
    def position(self) -> int:
        """Where its owner has put it."""

    @property
    def added_on(self) -> date:
        """Since when it stands there."""


S = TypeVar("S", bound=Standing)
_KEYS: Mapping[Sorting, Callable[[Any], tuple[Any, ...]]] = {
    Sorting.OWN: lambda each: (each.position,),
    Sorting.TITLE: lambda each: (each.title.casefold(), each.position),
    Sorting.AUTHOR: lambda each: (not each.authors, each.authors.casefold(), each.position),
    Sorting.NEWEST: lambda each: (-each.added_on.toordinal(), -each.position),
}


def in_order(entries: Iterable[S], sorting: Sorting) -> list[S]:
    """Return the titles of a list in an order."""
    return sorted(entries, key=_KEYS[sorting])


def moved(rows: Sequence[T], row: T, *, by: int) -> list[T]:
    """Return the rows with one of them so many places further down, or up."""
    others = [each for each in rows if each != row]
    place = min(max(0, list(rows).index(row) + by), len(others))
    return [*others[:place], row, *others[place:]]
