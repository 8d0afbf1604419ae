"""Any record as MARC 21, whichever format it came in: nothing in it is lost."""

from . import from_danmarc2, from_normarc
from .dialect import dialect_of
from .facts import Dialect
from .record import Record, RecordType


def to_marc21(record: Record) -> Record:
    """Return a bibliographic record in MARC 21; one that is in it comes back as it is."""
    if record.type is not RecordType.BIBLIOGRAPHIC:
        return record
    match dialect_of(record):
        case Dialect.NORMARC:
            return from_normarc.converted(record)
        case Dialect.DANMARC2:
            return from_danmarc2.converted(record)
        case _:
            return record
