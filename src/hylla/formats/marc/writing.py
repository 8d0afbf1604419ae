"""A record as ISO 2709 in UTF-8, so that what was read from any file is kept in one form."""

from .iso2709 import FIELD_END, LEADER_LENGTH, RECORD_END
from .record import Field, Record

_INDICATORS = 2
# The standard has four digits for a field's length and five for an address and the record's own.
# What is longer says so with all nines; its separators still tell where everything ends.
LONGEST_FIELD = 9_999
LARGEST = 99_999


def iso2709_of(record: Record) -> bytes:
    """Return the record's bytes; lengths, addresses and charset of the leader are set anew."""
    directory, body, address = [], [], 0
    for field in record.fields:
        value = _bytes(field)
        tag = field.tag.encode("ascii", "replace")[:3].ljust(3)
        directory.append(
            b"%s%04d%05d" % (tag, min(len(value), LONGEST_FIELD), min(address, LARGEST))
        )
        body.append(value)
        address += len(value)
    base = LEADER_LENGTH + sum(map(len, directory)) + 1
    leader = _leader(record.leader, length=base + address + 1, base=base)
    return b"".join((leader, *directory, FIELD_END, *body, RECORD_END))


def settled_leader(leader: str) -> str:
    """Return a leader as it is where no lengths are told: 24 characters, UTF-8, two and two."""
    told = _ascii(leader)
    return f"00000{told[5:9]}a2200000{told[17:20]}4500"


def _bytes(field: Field) -> bytes:
    if not field.subfields:
        return field.value.encode("utf-8", "replace") + FIELD_END
    parts = (f"\x1f{(part.code or ' ')[0]}{part.value}" for part in field.subfields)
    indicators = field.indicators[:_INDICATORS].ljust(_INDICATORS)
    return (indicators + "".join(parts)).encode("utf-8", "replace") + FIELD_END


def _leader(leader: str, *, length: int, base: int) -> bytes:
    told = _ascii(leader).encode()
    lengths = b"%05d" % min(length, LARGEST), b"%05d" % min(base, LARGEST)
    return lengths[0] + told[5:9] + b"a22" + lengths[1] + told[17:20] + b"4500"


def _ascii(leader: str) -> str:
    """Return 24 characters, with a blank for what cannot stand in a leader."""
    return "".join(sign if sign.isascii() else " " for sign in leader).ljust(LEADER_LENGTH)
