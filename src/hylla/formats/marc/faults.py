"""What about a record a format for exchange cannot tell as it is.

Sources: ISO 2709:2008, 4.3 and 4.4 (leader and directory: tags of three characters, five digits for
the record's length, four for a field's); MARC 21 Specifications for Record Structure, "Variable
fields" (indicators, subfield codes of one character); MARC21slim.xsd (patterns of tag, ind, code).
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from .record import Field, Record
from .writing import LARGEST, LONGEST_FIELD, iso2709_of

_TAG = re.compile("[0-9A-Za-z]{3}")
_CODE = re.compile("[!-~]")
_INDICATORS = re.compile("[0-9a-z ]{2}")


class Fault(StrEnum):
    """What a receiver may trip over."""

    ODD_TAG = "odd_tag"
    ODD_CODE = "odd_code"
    ODD_LEADER = "odd_leader"
    ODD_INDICATORS = "odd_indicators"
    NO_SUBFIELDS = "no_subfields"
    FIELD_TOO_LONG = "field_too_long"
    TOO_LONG = "too_long"


COSTS = frozenset({Fault.ODD_TAG, Fault.ODD_CODE, Fault.ODD_LEADER, Fault.NO_SUBFIELDS})
"""What ISO 2709 has no place for."""


def faults_of(record: Record) -> frozenset[Fault]:
    """Return everything that is odd about a record."""
    return frozenset(_faults(record))


def costs_of(record: Record) -> frozenset[Fault]:
    """Return what ISO 2709 has no place for, so that it is not kept as it came.

    A tag or a code is cut to its length, or a blank stands for it; a letter in the leader that
    is none becomes a blank; a field without subfields has no indicators.
    """
    return frozenset(_costs(record))


def _costs(record: Record) -> Iterator[Fault]:
    if not record.leader.isascii():
        yield Fault.ODD_LEADER
    for field in record.fields:
        if len(field.tag) != 3 or not field.tag.isascii():
            yield Fault.ODD_TAG
        if not all(len(part.code) == 1 for part in field.subfields):
            yield Fault.ODD_CODE
        if not field.subfields and field.indicators.strip():
            yield Fault.NO_SUBFIELDS


def _faults(record: Record) -> Iterator[Fault]:
    yield from _costs(record)
    for field in record.fields:
        yield from _of_field(field)
    if len(iso2709_of(record)) > LARGEST:
        yield Fault.TOO_LONG


def _of_field(field: Field) -> Iterator[Fault]:
    if not _TAG.fullmatch(field.tag):
        yield Fault.ODD_TAG
    if not all(_CODE.fullmatch(part.code) for part in field.subfields):
        yield Fault.ODD_CODE
    is_control = field.tag.startswith("00")
    if not is_control and not field.subfields:
        yield Fault.NO_SUBFIELDS
    if not is_control and not _INDICATORS.fullmatch(field.indicators):
        yield Fault.ODD_INDICATORS
    # Two indicators, a separator and a code for each part, and the separator of the field.
    text = "".join(f"  {part.value}" for part in field.subfields) or field.value
    if len(text) * 4 > LONGEST_FIELD and len(text.encode("utf-8", "replace")) + 3 > LONGEST_FIELD:
        yield Fault.FIELD_TOO_LONG
