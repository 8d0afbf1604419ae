"""The erasure ledger: that someone is forgotten, told so that nobody can read who it was.

A restored backup knows people again who were erased since. The ledger names each by a keyed hash of
their random id: no name, no card, no number of a row. It lies in two places, and both have it
before an erasure counts as done.
"""

from hylla.privacy.ledger.book import (
    ASKED,
    AWAY,
    CONSENT,
    MERGED,
    SPARE_DAYS,
    Entry,
    Ledger,
    NotWrittenError,
    Place,
    Read,
    ledger,
)
from hylla.privacy.ledger.writing import (
    forgotten,
    hashes,
    is_forgotten,
    merged_into,
    note,
    note_merged,
    prune,
    void,
)

__all__ = [
    "ASKED",
    "AWAY",
    "CONSENT",
    "MERGED",
    "SPARE_DAYS",
    "Entry",
    "Ledger",
    "NotWrittenError",
    "Place",
    "Read",
    "forgotten",
    "hashes",
    "is_forgotten",
    "ledger",
    "merged_into",
    "note",
    "note_merged",
    "prune",
    "void",
]
