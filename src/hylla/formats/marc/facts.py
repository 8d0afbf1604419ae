"""What the catalogue wants to know about a record, the same for every dialect of MARC."""

from dataclasses import dataclass
from enum import StrEnum


class Dialect(StrEnum):
    """Which format's field and code definitions a record follows."""

    MARC21 = "marc21"
    NORMARC = "normarc"
    DANMARC2 = "danmarc2"


class Material(StrEnum):
    """What kind of thing it is, as patrons would say it."""

    BOOK = "book"
    AUDIOBOOK = "audiobook"
    MUSIC = "music"
    FILM = "film"
    GAME = "game"
    PERIODICAL = "periodical"
    MAP = "map"
    OTHER = "other"


class Audience(StrEnum):
    """Whom it is for, as far as the record says."""

    CHILD = "child"
    ADULT = "adult"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class BookFacts:
    """Bibliographic facts of one record; what it does not tell is empty or None.

    `languages` are ISO 639-2/B codes. `isbns` have 13 digits and a right check digit. `authors`
    are inverted names ("Lindgren, Astrid") of people or bodies, the main entry first. `uniform` is
    the title that stands in place of an author (Bibelen), `original` the title under which an
    author's work is known in every language, each with its part.
    """

    dialect: Dialect
    control_number: str
    title: str
    subtitle: str
    responsibility: str
    authors: tuple[str, ...]
    year: int | None
    languages: tuple[str, ...]
    isbns: tuple[str, ...]
    publisher: str
    material: Material
    audience: Audience
    classification: str
    shelf_mark: str
    subjects: tuple[str, ...]
    series: tuple[str, ...]
    uniform: str = ""
    original: str = ""
