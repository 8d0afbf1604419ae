"""Telling MARC 21, NORMARC and danMARC2 apart by what only one of them has."""

import re

from .facts import Dialect
from .record import Record

_NAMES = {"normarc": Dialect.NORMARC, "danmarc": Dialect.DANMARC2}
_NORWEGIAN_SOURCES = ("bibbi", "bibliofilid", "bsid", "dugnadsbase")
# Fields that MARC 21 records have and NORMARC lacks: source of cataloguing, RDA's three.
_MARC21_ONLY = ("040", "264", "336", "337", "338")

# NORMARC's note on the original title; others have other things in 574.
_ORIGINAL = re.compile(r"\s*(?:orig|oppr)", re.IGNORECASE)


def dialect_of(record: Record) -> Dialect:
    """Return the dialect that the record says it has, or else looks like."""
    hint = record.format_hint.lower()
    for name, dialect in _NAMES.items():
        if name in hint:
            return dialect
    if _is_danish(record):
        return Dialect.DANMARC2
    return Dialect.NORMARC if _is_norwegian(record) else Dialect.MARC21


def _is_danish(record: Record) -> bool:
    """Danish control fields have subfields, names have the first name in h, 652 is DK5."""
    if any(field.subfields for field in record.all("001", "004", "008")):
        return True
    if record.control("008"):
        return False
    return bool(record.first("100", "h") or record.first("652", "mnop"))


def _is_norwegian(record: Record) -> bool:
    if any(True for _ in record.all(*_MARC21_ONLY)):
        return False
    if record.first("019", "bd") or _ORIGINAL.match(record.first("574", "a")):
        return True
    return record.first("015", "b").lower().startswith(_NORWEGIAN_SOURCES)
