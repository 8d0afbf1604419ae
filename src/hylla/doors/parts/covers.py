"""What titles look like in pages: the picture staff gave them, or one made of letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from django.urls import reverse

from hylla.catalogue.queries import cover_marks

TONES = 6


class Title(Protocol):
    """What a cover is made of."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def authors(self) -> str:
        """Who made it, as one text."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture by its addresses, or what the letters say; it tells nothing that the page does not.

    `tone` is from 1 to `TONES`: the same for a title every time, and for all of an author.
    """

    title: str
    author: str
    tone: int
    small: str = ""
    large: str = ""


def covers_of(titles: Iterable[Title]) -> Mapping[int, Cover]:
    """Return the covers of some titles, by their numbers, at the cost of one statement."""
    shown = list(titles)
    marks = cover_marks(each.id for each in shown)
    return {each.id: _cover(each, marks.get(each.id)) for each in shown}


def _cover(title: Title, mark: str | None) -> Cover:
    author = title.authors.split("; ")[0]
    tone = 1 + sha256((author or title.title).encode()).digest()[0] % TONES
    if mark is None:
        return Cover(title.title, author, tone)
    return Cover(
        title.title,
        author,
        tone,
        reverse("covers:cover", args=[title.id, "small", mark]),
        reverse("covers:cover", args=[title.id, "large", mark]),
    )
