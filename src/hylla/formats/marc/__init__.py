"""MARC 21, NORMARC and danMARC2 records, from ISO 2709 and XML files."""

from .bibliographic import describe
from .dialect import dialect_of
from .facts import Audience, BookFacts, Dialect, Material
from .holdings import Holding, holdings_of
from .reader import read_records
from .record import Field, Record, RecordType, Subfield
from .results import BadRecord, Doubt, ReadRecord, Reason

__all__ = [
    "Audience",
    "BadRecord",
    "BookFacts",
    "Dialect",
    "Doubt",
    "Field",
    "Holding",
    "Material",
    "ReadRecord",
    "Reason",
    "Record",
    "RecordType",
    "Subfield",
    "describe",
    "dialect_of",
    "holdings_of",
    "read_records",
]
