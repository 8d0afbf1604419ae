"""Facts from danMARC2 records. Source: danMARC2, 2nd edition, and its appendix K on characters.

Codes of field 009 $a and 008 $o are written from general knowledge of the format, not from its
text; where they fail, the material is a book or other, never an error.
"""

from . import shared_fields
from .facts import Audience, BookFacts, Dialect, Material
from .record import Field, Record, Subfield
from .wording import danish, distinct, joined, languages_in, year_in

# 009 $a, the general designation of the material.
_BY_DESIGNATION = {
    "a": Material.BOOK,
    "c": Material.MUSIC,
    "e": Material.MAP,
    "m": Material.FILM,
    "r": Material.AUDIOBOOK,
    "s": Material.MUSIC,
}
# DK5 79.41 is games; computer games are designated as electronic material only.
_GAMES = "79.41"
_FOR_CHILDREN = frozenset("bs")
_SUBJECTS = ("600", "610", "620", "630", "631", "633", "634", "645", "666", "667")


def describe(record: Record) -> BookFacts:
    """Return the facts of a danMARC2 record."""
    record = unescaped(record)
    title = next(record.all("245"), Field("245"))
    return BookFacts(
        dialect=Dialect.DANMARC2,
        control_number=record.first("001", "a") or record.control("001").strip(),
        title=joined([title.first("ag"), *title.every("no")], ". "),
        subtitle=joined(title.every("c"), " : "),
        responsibility=joined(title.every("def"), " ; "),
        authors=_authors(record),
        year=year_in(record.first("008", "a"), record.first("260", "c")),
        languages=languages_in(record.first("008", "l"), *record.every("041", "a")),
        isbns=shared_fields.isbns(record, tag="021", codes="ae"),
        publisher=joined([record.first("260", "b")], ""),
        material=_material(record),
        audience=_audience(record),
        classification=_classification(record),
        shelf_mark=" ".join(next(record.all("096"), Field("096")).every("ab")),
        subjects=distinct(
            joined((s.value for s in field.subfields if s.code.isalpha()), " - ")
            for field in record.all(*_SUBJECTS)
        ),
        series=distinct(joined([f.first("a"), f.first("v")], " ; ") for f in record.all("440")),
        original=joined([record.first("241", "a"), *title.every("no")], ". ")
        if record.first("241", "a")
        else "",
    )


def unescaped(record: Record) -> Record:
    """Return the record with the escapes of the Danish character set resolved."""
    fields = tuple(
        Field(
            field.tag,
            danish(field.value),
            field.indicators,
            tuple(Subfield(s.code, danish(s.value)) for s in field.subfields),
        )
        for field in record.fields
    )
    return Record(record.leader, fields, record.format_hint)


def _authors(record: Record) -> tuple[str, ...]:
    """Return the main entry, else the added ones; first names are in h, numerals in e."""
    fields = list(record.all("100", "110")) or list(record.all("700", "710"))
    return distinct(_name(field) for field in fields)


def _name(field: Field) -> str:
    if field.tag.endswith("10"):
        return joined(field.every("ac"), ". ")
    surname = joined([field.first("a"), field.first("e")], " ")
    return joined([surname, field.first("h")], ", ")


def _classification(record: Record) -> str:
    """Return DK5: of non-fiction in m, of fiction and music in the others; a in older records."""
    return record.first("652", "mnop") or record.first("652", "a")


def _material(record: Record) -> Material:
    if record.first("008", "t") == "p":
        return Material.PERIODICAL
    if record.first("652", "m").startswith(_GAMES) and record.first("009", "a") == "t":
        return Material.GAME
    designation = record.first("009", "a")
    # A record without the field is a paper book: it became mandatory when other things came.
    return _BY_DESIGNATION.get(designation, Material.OTHER if designation else Material.BOOK)


def _audience(record: Record) -> Audience:
    codes = set("".join(record.every("008", "o")))
    if codes & _FOR_CHILDREN or record.first("038", "a"):
        return Audience.CHILD
    return Audience.UNKNOWN
