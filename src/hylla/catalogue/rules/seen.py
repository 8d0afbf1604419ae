"""What tells that a record was changed since somebody looked at it."""

from hashlib import sha256

from hylla.formats.marc import Record
from hylla.formats.marc.writing import iso2709_of


def seen_of(record: Record) -> str:
    """Return what is another whenever the record is."""
    return sha256(iso2709_of(record)).hexdigest()
