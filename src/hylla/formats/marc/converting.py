"""Any record as MARC 21."""

from .record import Record


def to_marc21(record: Record) -> Record:
    """Return the record in MARC 21."""
    return record
