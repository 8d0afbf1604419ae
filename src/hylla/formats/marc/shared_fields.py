"""Facts that MARC 21 and NORMARC keep in the same fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .isbn import isbn13
from .record import Field, Record
from .wording import distinct, joined, plain

_SUBJECTS = ("600", "610", "611", "630", "647", "648", "650", "651", "653", "655")
_SUBJECT_PARTS = "atxyzv"
# What a note says that names the title of a translation's original.
_ORIGINAL = re.compile(
    r"\s*(?:orig\w*\.?\s*(?:tit\w*)|translation of)\s*:?\s*[\"'«“]?\s*(?P<title>[^:;=\"»”]+)",  # noqa: RUF001 - quotes as met
    re.IGNORECASE,
)
_AUTHOR_ROLE = re.compile(r"aut|cre|forf|författ|medforf|auth", re.IGNORECASE)


@dataclass(frozen=True)
class Titles:
    """The title statement."""

    title: str
    subtitle: str
    responsibility: str


def titles(record: Record) -> Titles:
    """Return the title statement; a part's number and name belong to the title."""
    field = next(record.all("245"), Field("245"))
    main = joined([field.first("ak") or field.value[2:], *field.every("np")], ". ")
    if not main:
        main = plain(record.first("130", "a") or record.first("222", "a"))
    return Titles(main, joined(field.every("b"), " : "), joined(field.every("c"), " ; "))


def authors(record: Record) -> tuple[str, ...]:
    """Return the main entry, then the added entries that the record calls authors.

    Where there is no main entry, every added entry without a role counts.
    """
    main = [name(field) for field in record.all("100", "110", "111")]
    added = [field for field in record.all("700", "710") if not field.first("t")]
    with_role = [name(field) for field in added if _AUTHOR_ROLE.match(field.first("4e"))]
    if not main and not with_role:
        with_role = [name(field) for field in added if not field.first("4e")]
    return distinct([*main, *with_role])


def name(field: Field) -> str:
    """Return a person's or a body's name, as the catalogue inverts it."""
    numeral = field.every("b") if field.tag.endswith(("00", "10")) else iter(())
    return joined([field.first("a"), *numeral], " ")


def published(record: Record, code: str) -> Iterator[str]:
    """Yield publisher (b) or year (c); RDA's publication statement before the older field."""
    for field in record.all("264"):
        if field.indicators[1] == "1":
            yield from field.every(code)
    yield from record.every("260", code)


def publisher(record: Record) -> str:
    """Return the first publisher named."""
    return plain(next(published(record, "b"), ""))


def isbns(record: Record, *, tag: str = "020", codes: str = "a") -> tuple[str, ...]:
    """Return the right ISBNs, each once, whether written with 10 or 13 digits."""
    return distinct(isbn13(text) or "" for text in record.every(tag, codes))


def subjects(record: Record) -> tuple[str, ...]:
    """Return subjects and genres with their subdivisions: "Bergen - Historie"."""
    headings = (joined(f.every(_SUBJECT_PARTS), " - ") for f in record.all(*_SUBJECTS))
    return distinct(headings)


def series(record: Record) -> tuple[str, ...]:
    """Return the series with the number in it: "Elite-serien ; 14"."""
    fields = list(record.all("490", "440")) or list(record.all("830"))
    return distinct(joined([f.first("a"), f.first("v")], " ; ") for f in fields)


def uniform_title(record: Record) -> str:
    """Return the title that stands in place of an author, with its part: "Bibelen. N.T."."""
    return next((_whole(field) for field in record.all("130") if not field.first("k")), "")


def original_title(record: Record) -> str:
    """Return the title under which an author's work is known, with its part.

    That is the uniform title, else that of a translation's original: where it is linked (765) or
    named in a note (574, 500). A choice of pieces ($k) is another work. Where the part is not told
    there, it is that of the title itself.
    """
    fields = [field for field in record.all("240") if not field.first("k")]
    linked = [joined([field.first("t")], "") for field in record.all("765")]
    noted = (_ORIGINAL.match(note) for tag in ("574", "500") for note in record.every(tag, "a"))
    found = [
        *(_whole(field) for field in fields),
        *linked,
        *(plain(note["title"]) for note in noted if note),
    ]
    title = next(filter(None, found), "")
    has_part = any(field.first("np") for field in fields)
    if not title or has_part:
        return title
    part = next(record.all("245"), Field("245")).every("np")
    return joined([title, *part], ". ")


def _whole(field: Field) -> str:
    return joined([field.first("a"), *field.every("np")], ". ")
