"""MARC 21 of a title that came in no MARC 21, and of one that did, what is meant for others.

Source: MARC 21 Format for Bibliographic Data; fields and codes are named where they are written.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from .facts import Audience, Material
from .record import Field, Record, Subfield

if TYPE_CHECKING:
    from hylla.formats.titles.title import Title

# Leader/06 and 07: type of record and bibliographic level.
_TYPES: Mapping[str, str] = {
    Material.BOOK: "am",
    Material.AUDIOBOOK: "im",
    Material.MUSIC: "jm",
    Material.FILM: "gm",
    Material.GAME: "mm",
    Material.PERIODICAL: "as",
    Material.MAP: "em",
}
_THINGS = "rm"
# Places of 008 that only some materials have: 22 target audience, 26 type of file, 33 of picture.
_AUDIENCES: Mapping[str, str] = {Audience.CHILD: "j", Audience.ADULT: "e"}
_PLACES = {Material.FILM: (33, "v"), Material.GAME: (26, "g")}
_WITHOUT_AUDIENCE = {Material.MAP, Material.PERIODICAL}
# First indicator 0: private (541 acquisition, 561 ownership, 583 action): donors, and who did what.
_PRIVATE = {"541", "561", "583"}
# A 9 in the first or second place is each system's own, but for the series statement.
_OFFICIAL = {"490"}
_COPIES = {"850", "852", "876", "877", "878"}


def marc21_of(title: "Title") -> Record:
    """Return a record with the facts of a title, and its address in 856."""
    kind = _TYPES.get(title.kind, _THINGS)
    return Record(f"00000n{kind} a2200000 u 4500", tuple(_fields(title)))


def for_others(record: Record) -> Record:
    """Return a record without what is no one else's business.

    That is what the format marks as private, copies as they were when the record came, and the
    fields that the format leaves to each system: prices, orders, initials of cataloguers.
    """
    kept = tuple(field for field in record.fields if not _is_our_own(field))
    return Record(record.leader, kept, record.format_hint)


def _is_our_own(field: Field) -> bool:
    if field.tag in _PRIVATE:
        return field.indicators[:1] == "0"
    is_local = "9" in {field.tag[:1], field.tag[1:2]} and field.tag not in _OFFICIAL
    return is_local or field.tag in _COPIES


def _fields(title: "Title") -> Iterator[Field]:
    yield Field("001", title.control_number)
    yield Field("003", title.source)
    yield Field("005", f"{title.changed_on:%Y%m%d}000000.0")
    yield Field("008", _fixed(title))
    for isbn in title.isbns:
        yield _field("020", "  ", a=isbn)
    if len(title.languages) > 1:
        yield Field("041", "", "0 ", tuple(Subfield("a", each) for each in title.languages))
    if title.classification:
        yield _field("084", "  ", a=title.classification)
    names = list(name_fields(title.authors))
    yield from names[:1]
    first = "1" if title.authors else "0"
    yield _field("245", f"{first}0", a=title.name, b=title.subtitle)
    if title.publisher or title.year:
        yield _field("264", " 1", b=title.publisher, c=str(title.year or ""))
    for series in title.series:
        name, _, number = series.partition(" ; ")
        yield _field("490", "0 ", a=name, v=number)
    for subject in title.subjects:
        yield _field("653", "  ", a=subject)
    yield from names[1:]
    yield _field("856", "42", u=title.address)


def name_fields(authors: Iterable[str]) -> Iterator[Field]:
    """Yield the fields of a title's authors: the first is its main entry."""
    for place, name in enumerate(authors):
        tag, first = _kind_of_name(name)
        yield _field(f"{7 if place else 1}{tag}", f"{first} ", **{"a": name, "4": "aut"})


def _kind_of_name(name: str) -> tuple[str, str]:
    """A person's name stands inverted; what has no comma is written as a body's."""
    return ("00", "1") if "," in name else ("10", "2")


def _field(tag: str, indicators: str, **parts: str) -> Field:
    given = tuple(Subfield(code, value) for code, value in parts.items() if value)
    return Field(tag, "", indicators, given)


def _fixed(title: "Title") -> str:
    """Return 008: when it was entered, the year, the place unknown, audience, language."""
    year = f"s{title.year:04d}    " if title.year else "nuuuuuuuu"
    language = next(iter(title.languages), "und")
    fixed = list(f"{title.added_on:%y%m%d}{year}xx ".ljust(35) + f"{language:3.3} d")
    if title.kind not in _WITHOUT_AUDIENCE:
        fixed[22] = _AUDIENCES.get(title.audience, " ")
    for material, (place, code) in _PLACES.items():
        if title.kind == material:
            fixed[place] = code
    return "".join(fixed)
