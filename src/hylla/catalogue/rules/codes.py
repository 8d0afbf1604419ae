"""Why the catalogue says no, and why an import leaves a record or a copy out."""

from enum import StrEnum


class Code(StrEnum):
    """One reason for a refusal."""

    TITLE_MISSING = "title_missing"
    RECORD_NUMBER_TAKEN = "record_number_taken"
    RECORD_UNKNOWN = "record_unknown"
    COVER_TOO_LARGE = "cover_too_large"
    COVER_TOO_SMALL = "cover_too_small"
    COVER_NOT_A_PICTURE = "cover_not_a_picture"
    BARCODE_UNFIT = "barcode_unfit"
    BARCODE_TAKEN = "barcode_taken"
    BARCODE_UNKNOWN = "barcode_unknown"
    ITEM_TYPE_UNFIT = "item_type_unfit"
    ITEM_TYPE_TAKEN = "item_type_taken"
    ITEM_TYPE_UNKNOWN = "item_type_unknown"
    COLLECTION_UNFIT = "collection_unfit"
    COLLECTION_TAKEN = "collection_taken"
    COLLECTION_UNKNOWN = "collection_unknown"
    BRANCH_UNKNOWN = "branch_unknown"
    PROFILE_UNKNOWN = "profile_unknown"
    PROFILE_NAME_TAKEN = "profile_name_taken"
    PROFILE_IN_USE = "profile_in_use"
    KEEP_RULE_UNFIT = "keep_rule_unfit"
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    SAME_TITLE = "same_title"
    TITLES_CHANGED = "titles_changed"
    TITLE_HELD = "title_held"
    WORK_OTHER_KIND = "work_other_kind"
    EDITION_ALONE = "edition_alone"
    FIELD_TWICE = "field_twice"
    MAIN_ENTRY_TWICE = "main_entry_twice"
    CHANGE_MISSING = "change_missing"
    NOTHING_CHOSEN = "choice_missing"
    NOTHING_FOUND = "choice_empty"
    TOO_MANY_CHOSEN = "choice_too_large"
    RULES_MISSING = "rules_missing"
    RULES_UNKNOWN = "rules_unknown"
    RULES_NAME_TAKEN = "rules_name_taken"
    RULES_CHANGED = "rules_changed"
    TOO_MANY_RULES = "too_many_rules"
    BATCH_UNKNOWN = "batch_unknown"
    BATCH_ELSEWHERE = "batch_elsewhere"
    BATCH_TOO_OLD = "batch_too_old"
    RECORD_CHANGED_MEANWHILE = "record_changed_meanwhile"
    RECORD_HAS_COPIES = "record_has_copies"
    RECORD_IN_USE = "record_in_use"
    VERSION_UNKNOWN = "version_unknown"
    SAME_AUTHORITY = "same_authority"
    AUTHORITY_UNKNOWN = "authority_unknown"
    AUTHORITY_CHANGED_MEANWHILE = "authority_changed_meanwhile"
    AUTHORITY_HAS_TITLES = "authority_has_titles"
    AUTHORITY_OTHER_KIND = "authority_other_kind"
    HEADING_MISSING = "heading_missing"
    HEADING_TAKEN = "heading_taken"


class LeftOut(StrEnum):
    """Why a record that could be read is not taken."""

    NOT_BIBLIOGRAPHIC = "not_bibliographic"
    NO_TITLE = "no_title"
    NO_HEADING = "no_heading"
    REPEATED_NUMBER = "repeated_number"
    OLDER = "older"
    HERE_ALREADY = "here_already"
    NOT_HERE = "not_here"
    NUMBER_TAKEN = "number_taken"
    SEVERAL = "several"
    MERGED = "merged"
    MERGED_AUTHORITY = "merged_authority"


class NotUndone(StrEnum):
    """Why a title is left as it is when a batch is undone."""

    CHANGED_SINCE = "changed_since"
    GONE_SINCE = "gone_since"
    IN_USE = "in_use"
    MERGED_SINCE = "merged_since"
    BACK_SINCE = "back_since"


class CoverWent(StrEnum):
    """What became of the cover of a title that became part of another."""

    ALONG = "cover_along"
    LOST = "cover_lost"


class CopyLeftOut(StrEnum):
    """Why a copy that a record tells of does not become an item."""

    NO_BARCODE = "copy_without_barcode"
    BARCODE_UNFIT = "copy_barcode_unfit"
    BARCODE_TAKEN = "copy_barcode_taken"
    BRANCH_UNKNOWN = "copy_branch_unknown"
