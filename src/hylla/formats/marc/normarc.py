"""Facts from NORMARC records, as Norwegian public libraries' systems export them.

Sources for the codes: Bibliotekssentralen's pages on 008 and 019, and digibib/marc2rdf's mapping.
"""

import re

from . import marc21, shared_fields
from .facts import Audience, BookFacts, Dialect, Material
from .record import Field, Record
from .wording import distinct, languages_in, plain, year_in

# 019 $b, by first letter; what only the second letter tells comes first.
_BY_CODE = {
    "di": Material.AUDIOBOOK,
    "dj": Material.AUDIOBOOK,
    "dg": Material.MUSIC,
    "dh": Material.OTHER,
    "sm": Material.PERIODICAL,
}
_BY_LETTER = {
    "a": Material.MAP,
    "c": Material.MUSIC,
    "e": Material.FILM,
    "j": Material.PERIODICAL,
    "l": Material.BOOK,
    "m": Material.GAME,
}
_AUDIENCES = {"a": Audience.ADULT, "j": Audience.CHILD}
_PERIODICAL_CODES = frozenset("anp")


def describe(record: Record) -> BookFacts:
    """Return the facts of a NORMARC record."""
    fixed = record.control("008")
    titles = shared_fields.titles(record)
    return BookFacts(
        dialect=Dialect.NORMARC,
        control_number=record.control("001").strip(),
        title=titles.title,
        subtitle=titles.subtitle,
        responsibility=titles.responsibility,
        authors=shared_fields.authors(record),
        year=year_in(*record.every("260", "c"), fixed[7:11]),
        languages=languages_in(fixed[35:38], *record.every("041", "a")),
        isbns=shared_fields.isbns(record),
        publisher=shared_fields.publisher(record),
        material=_material(record),
        audience=_audience(record),
        classification=plain(record.first("082", "a")),
        shelf_mark=" ".join(distinct(next(record.all("090"), Field("090")).every("abcd"))),
        subjects=shared_fields.subjects(record),
        series=shared_fields.series(record),
        uniform=shared_fields.uniform_title(record),
        original=shared_fields.original_title(record),
    )


def _material(record: Record) -> Material:
    """Go by 019 $b ("dc,di": a disc, an audiobook); without it, as in MARC 21."""
    codes = [code for text in record.every("019", "b") for code in re.split(r"[^a-z]+", text)]
    told = [_BY_CODE[code] for code in codes if code in _BY_CODE]
    told += [_BY_LETTER[code[0]] for code in codes if code[:1] in _BY_LETTER]
    if told:
        return told[0]
    if record.control("008")[21:22] in _PERIODICAL_CODES:
        return Material.PERIODICAL
    kind = marc21.material(record)
    return Material.OTHER if codes and kind is Material.BOOK else kind


def _audience(record: Record) -> Audience:
    """Go by 008/22; 019 $a has the age group of children's books only."""
    told = _AUDIENCES.get(record.control("008")[22:23])
    if told is None and record.first("019", "a"):
        return Audience.CHILD
    return told or Audience.UNKNOWN
