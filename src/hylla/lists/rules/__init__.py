"""What may stand on a list, and what a list may be called."""

from hylla.lists.rules.codes import Code
from hylla.lists.rules.naming import (
    ABOUT_LENGTH,
    MOST_ENTRIES,
    MOST_INTERESTS,
    MOST_LISTS,
    NAME_LENGTH,
    NOTE_LENGTH,
    TITLE_LENGTH,
    TOPIC_LENGTH,
    about_faults,
    is_about,
    name_faults,
    note_faults,
    tidied,
    topic_faults,
)
from hylla.lists.rules.ordering import Sorting, in_order, moved

__all__ = [
    "ABOUT_LENGTH",
    "MOST_ENTRIES",
    "MOST_INTERESTS",
    "MOST_LISTS",
    "NAME_LENGTH",
    "NOTE_LENGTH",
    "TITLE_LENGTH",
    "TOPIC_LENGTH",
    "Code",
    "Sorting",
    "about_faults",
    "in_order",
    "is_about",
    "moved",
    "name_faults",
    "note_faults",
    "tidied",
    "topic_faults",
]
