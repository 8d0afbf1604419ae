"""A page of an answer that may be long."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page: its rows, its number from 1, and how many rows there are on all pages."""

    rows: tuple[T, ...]
    number: int
    per_page: int
    total: int

    @property
    def count_of_pages(self) -> int:
        """Return how many pages there are; one where nothing was found."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """Return the place of the page's first row among all rows, from 1."""
        return (self.number - 1) * self.per_page + 1
