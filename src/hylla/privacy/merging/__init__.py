"""Two patrons who are one person: their rows become one's, and for a day that can be undone.

What becomes of a row stands in its table's declaration (`on_merge`); nothing here knows a table.
"""

from hylla.privacy.merging.capsules import (
    TooLate,
    Undone,
    capsule_of,
    keep_capsule,
    others_in,
    undo,
)
from hylla.privacy.merging.journal import Journal
from hylla.privacy.merging.rows import merge_rows

__all__ = [
    "Journal",
    "TooLate",
    "Undone",
    "capsule_of",
    "keep_capsule",
    "merge_rows",
    "others_in",
    "undo",
]
