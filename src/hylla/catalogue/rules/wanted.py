"""What somebody searches for, apart from the language they ask in and where it is looked up."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Index(StrEnum):
    """Where to look."""

    ANYWHERE = "anywhere"
    TITLE = "title"
    AUTHOR = "author"
    SUBJECT = "subject"
    SERIES = "series"
    PUBLISHER = "publisher"
    ISBN = "isbn"
    YEAR = "year"
    LANGUAGE = "language"
    KIND = "kind"
    NUMBER = "number"
    CONTROL_NUMBER = "control_number"
    ADDED_ON = "added_on"
    CHANGED_ON = "changed_on"


class Match(StrEnum):
    """How what is found must compare with the term."""

    WORDS = "words"
    PHRASE = "phrase"
    EXACTLY = "exactly"
    BELOW = "below"
    UP_TO = "up_to"
    FROM = "from"
    ABOVE = "above"
    NOT = "not"


class Operator(StrEnum):
    """How two wishes are put together."""

    AND = "and"
    OR = "or"
    AND_NOT = "not"


class Order(StrEnum):
    """What to sort by."""

    NEWEST = "newest"
    TITLE = "title"
    AUTHOR = "author"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One wish. Words are folded as those of titles are; `begun` of them is only a beginning."""

    index: Index
    match: Match
    text: str
    words: tuple[str, ...] = ()
    begun: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Everything:
    """All titles."""


@dataclass(frozen=True, slots=True)
class Both:
    """Two wishes."""

    operator: Operator
    left: "Wanted"
    right: "Wanted"


Wanted: TypeAlias = Leaf | Everything | Both


@dataclass(frozen=True, slots=True)
class Sorting:
    """What to sort by, and which way; without one, the newest come first."""

    by: Order = Order.NEWEST
    is_descending: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A whole question."""

    wanted: Wanted
    sorting: Sorting = Sorting()
