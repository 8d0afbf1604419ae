"""Why this domain refuses; each code has a sentence in `library.sentences`."""

from enum import StrEnum


class Code(StrEnum):
    """One reason of the library's own."""

    BRANCH_CODE_TAKEN = "branch_code_taken"
    BRANCH_UNKNOWN = "branch_unknown"
    HOURS_ORDER = "hours_order"
    HOURS_OVERLAP = "hours_overlap"
    HOURS_WEEKDAY = "hours_weekday"
    USERNAME_MALFORMED = "username_malformed"
    USERNAME_TAKEN = "username_taken"
    PASSWORD_WEAK = "password_weak"  # noqa: S105 - the name of a refusal
    ROLE_MISSING = "role_missing"
    LAST_ADMINISTRATOR = "last_administrator"
    NOT_STAFF = "not_staff"
    CHARSET_UNKNOWN = "charset_unknown"
    FIRST_RUN_UNFINISHED = "first_run_unfinished"
    STAFF_WRONG = "staff_wrong"
    STAFF_LOCKED = "staff_locked"
    SECOND_WRONG = "second_wrong"
    SECOND_LOCKED = "second_locked"
    REMOVAL_NOT_HELD = "removal_not_held"
    REMOVAL_NOT_YOURS = "removal_not_yours"
    LAST_FACTOR = "last_factor"
    PASSKEY_WRONG = "passkey_wrong"
    PASSKEY_TOO_MANY = "passkey_too_many"
    STAFF_BACK_WRONG = "staff_back_wrong"
    STAFF_CARD_WRONG = "staff_card_wrong"
    STAFF_CARD_LOCKED = "staff_card_locked"
    STAFF_CARD_UNFIT = "staff_card_unfit"
    STAFF_PIN_WEAK = "staff_pin_weak"
    UNDERTAKING_MISSING = "undertaking_missing"
