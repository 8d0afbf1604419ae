"""What is wanted of another catalogue, how it is asked, and what may go wrong."""

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """Why there is no answer."""

    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    REFUSED = "refused"
    """It answers with a status that is no answer (HTTP)."""
    MOVED = "moved"
    """It sends us elsewhere, which nobody here has agreed to."""


class SourceError(Exception):
    """There is no answer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a title is looked for by: a number alone (only digits and X), or words."""

    isbn: str = ""
    issn: str = ""
    words: str = ""
    title: str = ""
    author: str = ""

    def __bool__(self) -> bool:
        return any((self.isbn, self.issn, self.words.strip(), self.title.strip(), self.author))


@dataclass(frozen=True, slots=True)
class Profile:
    """How a kind of catalogue wants to be asked: version and schema of SRU, and names of indexes.

    `all_of` is the relation for words that must all be there; `address` is where it is, for
    catalogues of which there is one.
    """

    isbn: str
    issn: str
    title: str
    author: str
    words: str
    version: str = "1.2"
    schema: str = "marcxml"
    all_of: str = "all"
    address: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A catalogue by the name that cataloguers know it by."""

    name: str
    address: str
    profile: Profile
