"""Why something is not put on a list, called so or shared, each as a code."""

from enum import StrEnum


class Code(StrEnum):
    """One reason. `docs/domains/lists.md` tells when each applies."""

    NOT_OFFERED = "lists_not_offered"
    LEAVING = "lists_leaving"
    UNKNOWN_TITLE = "lists_unknown_title"
    LIST_GONE = "list_gone"
    ENTRY_GONE = "list_entry_gone"
    NAME_MISSING = "list_name_missing"
    NAME_TOO_LONG = "list_name_too_long"
    NAME_TAKEN = "list_name_taken"
    READY_LIST = "list_is_the_ready_one"
    TOO_MANY_LISTS = "lists_too_many"
    LIST_FULL = "list_full"
    ABOUT_TOO_LONG = "list_about_too_long"
    NOTE_TOO_LONG = "list_note_too_long"
    NO_INTERESTS = "interests_not_offered"
    TOPIC_MISSING = "interest_missing"
    TOPIC_TOO_LONG = "interest_too_long"
    TOO_MANY_INTERESTS = "interests_too_many"
