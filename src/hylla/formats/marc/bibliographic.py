"""From a record to what the catalogue wants to know, whichever dialect it is in."""

from . import danmarc2, marc21, normarc
from .dialect import dialect_of
from .facts import BookFacts, Dialect
from .record import Record

_BY_DIALECT = {
    Dialect.MARC21: marc21.describe,
    Dialect.NORMARC: normarc.describe,
    Dialect.DANMARC2: danmarc2.describe,
}


def describe(record: Record, *, dialect: Dialect | None = None) -> BookFacts:
    """Return the facts of a bibliographic record; the dialect is found out unless given."""
    return _BY_DIALECT[dialect or dialect_of(record)](record)
