"""What is counted among titles that are found, and chosen by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Facet(StrEnum):
    """A way of choosing among titles; the names are those of the index's fields."""

    KIND = "kind"
    LANGUAGE = "language"
    AUDIENCE = "audience"
    DECADE = "decade"
    BRANCH = "branch"
    SUBJECT = "subject"
    SERIES = "series"


@dataclass(frozen=True, slots=True)
class Count:
    """A value and how many titles have it."""

    value: str
    titles: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody has chosen: for each facet a value."""

    values: Mapping[Facet, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[Facet, str]]:
        return iter(self.values.items())

    def of(self, facet: Facet) -> str:
        """Return the value chosen of a facet; empty where none is."""
        return self.values.get(facet, "")

    def __bool__(self) -> bool:
        return bool(self.values)


class Sorting(StrEnum):
    """In which order titles are told."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    ARRIVAL = "arrival"
    TITLE = "title"
    AUTHOR = "author"
