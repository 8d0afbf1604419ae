"""A MARC record as plain values, whichever file it came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class RecordType(StrEnum):
    """What a record describes (leader/06)."""

    BIBLIOGRAPHIC = "bibliographic"
    AUTHORITY = "authority"
    HOLDINGS = "holdings"
    CLASSIFICATION = "classification"
    COMMUNITY = "community"


_TYPES = {
    "z": RecordType.AUTHORITY,
    "u": RecordType.HOLDINGS,
    "v": RecordType.HOLDINGS,
    "x": RecordType.HOLDINGS,
    "y": RecordType.HOLDINGS,
    "w": RecordType.CLASSIFICATION,
    "q": RecordType.COMMUNITY,
}


@dataclass(frozen=True, slots=True)
class Subfield:
    """A coded part of a field."""

    code: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field: either a bare value (control field) or indicators and subfields."""

    tag: str
    value: str = ""
    indicators: str = "  "
    subfields: tuple[Subfield, ...] = ()

    def first(self, codes: str) -> str:
        """Return the first filled subfield that has one of the codes, or an empty string."""
        return next(self.every(codes), "")

    def every(self, codes: str) -> Iterator[str]:
        """Yield the filled subfields that have one of the codes, in the record's order."""
        for subfield in self.subfields:
            if subfield.code in codes and (value := subfield.value.strip()):
                yield value


@dataclass(frozen=True, slots=True)
class Record:
    """One record; all text is Unicode in normal form C.

    `format_hint` is the format attribute of MarcXchange ("danMARC2", "MARC21"), else empty.
    """

    leader: str
    fields: tuple[Field, ...]
    format_hint: str = ""

    @property
    def type(self) -> RecordType:
        return _TYPES.get(self.leader[6:7], RecordType.BIBLIOGRAPHIC)

    def all(self, *tags: str) -> Iterator[Field]:
        """Yield the fields with these tags, in the record's order."""
        return (field for field in self.fields if field.tag in tags)

    def control(self, tag: str) -> str:
        """Return the value of the first such control field, or an empty string."""
        return next((field.value for field in self.all(tag) if field.value), "")

    def first(self, tag: str, codes: str) -> str:
        """Return the first filled subfield of any field with the tag, or an empty string."""
        return next(self.every(tag, codes), "")

    def every(self, tag: str, codes: str) -> Iterator[str]:
        """Yield every filled subfield with one of the codes in the fields with the tag."""
        for field in self.all(tag):
            yield from field.every(codes)
