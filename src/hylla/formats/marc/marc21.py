"""Facts from MARC 21 records. Source: MARC 21 Format for Bibliographic Data."""

import re

from . import shared_fields
from .facts import Audience, BookFacts, Dialect, Material
from .holdings import shelf_mark_of
from .record import Record
from .wording import languages_in, plain, year_in

_BY_TYPE = {
    **dict.fromkeys("cdj", Material.MUSIC),
    **dict.fromkeys("ef", Material.MAP),
    "i": Material.AUDIOBOOK,
}
_STILL_PICTURES = "st"
_GAME = "g"
_TEXT_FILE = "d"
# 008/22, where the material has it: preschool, primary, pre-adolescent, adolescent, juvenile.
_CHILDREN = frozenset("abcdj")
_ADULTS = frozenset("ef")
_NO_AUDIENCE = frozenset("efp")
# SAB: a small u before the class, or after a comma behind it, says that it is for children.
_SAB_CHILDREN = re.compile(r"u[A-ZÅÄÖ]|[^,]*,u\b")


def describe(record: Record) -> BookFacts:
    """Return the facts of a MARC 21 record."""
    fixed = record.control("008")
    titles = shared_fields.titles(record)
    return BookFacts(
        dialect=Dialect.MARC21,
        control_number=record.control("001").strip(),
        title=titles.title,
        subtitle=titles.subtitle,
        responsibility=titles.responsibility,
        authors=shared_fields.authors(record),
        year=year_in(fixed[7:11], *shared_fields.published(record, "c")),
        languages=languages_in(fixed[35:38], *record.every("041", "ad")),
        isbns=shared_fields.isbns(record),
        publisher=shared_fields.publisher(record),
        material=material(record),
        audience=_audience(record),
        classification=_classification(record),
        shelf_mark=shelf_mark_of(record),
        subjects=shared_fields.subjects(record),
        series=shared_fields.series(record),
        uniform=shared_fields.uniform_title(record),
        original=shared_fields.original_title(record),
    )


def material(record: Record) -> Material:
    """Return the kind of thing by leader/06-07 and the codes of 007 and 008."""
    kind, level = record.leader[6:7], record.leader[7:8]
    fixed = record.control("008")
    if kind in {"a", "t"}:
        return Material.PERIODICAL if level in {"s", "b"} else Material.BOOK
    if kind == "g":
        return Material.OTHER if fixed[33:34] in tuple(_STILL_PICTURES) else Material.FILM
    if kind == "r":
        return Material.GAME if fixed[33:34] == _GAME else Material.OTHER
    if kind == "m":
        return {_GAME: Material.GAME, _TEXT_FILE: Material.BOOK}.get(fixed[26:27], Material.OTHER)
    return _BY_TYPE.get(kind, Material.OTHER)


def _audience(record: Record) -> Audience:
    serial = record.leader[7:8] in {"s", "b", "i"}
    code = record.control("008")[22:23]
    if not serial and record.leader[6:7] not in _NO_AUDIENCE:
        if code in _CHILDREN:
            return Audience.CHILD
        if code in _ADULTS:
            return Audience.ADULT
    if any(_SAB_CHILDREN.match(sab) for sab in record.every("084", "a")):
        return Audience.CHILD
    return Audience.UNKNOWN


def _classification(record: Record) -> str:
    """Return Dewey, else SAB or another scheme, else UDC, else the Library of Congress'."""
    found = (record.first(tag, "a") for tag in ("082", "084", "080", "050"))
    return plain(next(filter(None, found), "")).replace("/", "")
