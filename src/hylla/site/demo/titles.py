"""The works on the demonstration's shelves, read from the tables in `data`."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import resources
from importlib.resources.abc import Traversable

COLUMNS = (
    "title",
    "subtitle",
    "author",
    "year",
    "language",
    "kind",
    "audience",
    "classification",
    "subjects",
    "copies",
)
# MARC's codes, of which `zxx` is no language (instrumental music) and `mul` several (games).
LANGUAGES = frozenset(
    ("nob", "nno", "swe", "dan", "fin", "ice", "sme", "eng", "fre", "ger", "spa", "ita", "pol")
    + ("ara", "mul", "zxx")
)
MOST_COPIES = 5
_Named = tuple[str, str, str]
_DEWEY = re.compile(r"\d{3}(\.\d+)?")


class TitleKind(StrEnum):
    """What a title is lent as."""

    BOOK = "book"
    AUDIOBOOK = "audiobook"
    MUSIC = "music"
    FILM = "film"
    GAME = "game"
    PERIODICAL = "periodical"


class Audience(StrEnum):
    """Whom a title is for."""

    ADULT = "adult"
    YOUTH = "youth"
    CHILD = "child"


@dataclass(frozen=True)
class DemoTitle:
    """A real work, as facts of our own compiling; no catalogue's record was copied.

    `year` is when the work first came out, also where the title is a translation's; a periodical's
    is its first. `authors` stand as "Family, Given", directors, performers and makers among them;
    a periodical has none. `classification` is Dewey's, and empty for fiction, poetry and film.
    `original` is a translation's title in its first language, and `series` ends with the number,
    where `data/works` says so.
    """

    title: str
    subtitle: str
    authors: tuple[str, ...]
    year: int
    language: str
    kind: TitleKind
    audience: Audience
    classification: str
    subjects: tuple[str, ...]
    copies: int
    original: str = ""
    series: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.title or not self.subjects:
            raise ValueError("a title needs a name and subjects")
        if not self.authors and self.kind is not TitleKind.PERIODICAL:
            raise ValueError("only a periodical has no author")
        if self.language not in LANGUAGES:
            raise ValueError(f"no language: {self.language!r}")
        if self.classification and not _DEWEY.fullmatch(self.classification):
            raise ValueError(f"not Dewey: {self.classification!r}")
        if not 1 <= self.copies <= MOST_COPIES:
            raise ValueError(f"copies from 1 to {MOST_COPIES}, not {self.copies}")


def titles() -> tuple[DemoTitle, ...]:
    """Return every title, in the order of the files and their lines.

    :raises ValueError: names the file and line that cannot be read.
    """
    tables = (file for file in _data().iterdir() if file.name.endswith(".tsv"))
    ordered = sorted(tables, key=lambda file: file.name)
    works = _works()
    return tuple(_placed(title, works) for file in ordered for title in _titles_in(file))


def _works() -> Mapping[_Named, tuple[str, str]]:
    """Return of which original and which series some titles are."""
    with (_data() / "works" / "works.tsv").open(encoding="utf-8") as text:
        rows = csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
        _header, *told = rows
        return {(title, by, language): (first, of) for title, by, language, first, of in told}


def _placed(title: DemoTitle, works: Mapping[_Named, tuple[str, str]]) -> DemoTitle:
    named = (title.title, "".join(title.authors[:1]), title.language)
    original, series = works.get(named, ("", ""))
    return replace(title, original=original, series=(series,) if series else ())


def _data() -> Traversable:
    return resources.files("hylla.site.demo") / "data"


def _titles_in(file: Traversable) -> Iterator[DemoTitle]:
    with file.open(encoding="utf-8") as text:
        rows = csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
        for line, row in enumerate(rows, start=1):
            try:
                if line == 1:
                    _check_header(row)
                else:
                    yield _title(row)
            except ValueError as wrong:
                raise ValueError(f"{file.name}:{line}: {wrong}") from wrong


def _check_header(row: list[str]) -> None:
    if tuple(row) != COLUMNS:
        raise ValueError(f"the columns are {' '.join(COLUMNS)}")


def _title(row: list[str]) -> DemoTitle:
    cells = dict(zip(COLUMNS, (cell.strip() for cell in row), strict=True))
    return DemoTitle(
        title=cells["title"],
        subtitle=cells["subtitle"],
        authors=_listed(cells["author"]),
        year=int(cells["year"]),
        language=cells["language"],
        kind=TitleKind(cells["kind"]),
        audience=Audience(cells["audience"]),
        classification=cells["classification"],
        subjects=_listed(cells["subjects"]),
        copies=int(cells["copies"]),
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
