"""Why a title's record was changed."""

from enum import StrEnum


class Why(StrEnum):
    """What changed a record, or took it away."""

    EDITED = "edited"
    IMPORTED = "imported"
    UNDONE = "undone"
    RESTORED = "restored"
    DELETED = "deleted"
    BATCH = "batch"
    MERGED = "merged"
    HEADING = "heading"
    """An authority's heading became another, or the heading of its titles did."""
