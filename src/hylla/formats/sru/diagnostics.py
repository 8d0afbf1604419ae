"""What a search cannot do, by the numbers that clients know.

Source: SRU Diagnostics List (Library of Congress), info:srw/diagnostic/1; SRU 2.0 uses the same.
"""

from enum import IntEnum


class Number(IntEnum):
    """The diagnostics that are given here."""

    GENERAL_SYSTEM_ERROR = 1
    UNSUPPORTED_OPERATION = 4
    UNSUPPORTED_VERSION = 5
    UNSUPPORTED_PARAMETER_VALUE = 6
    MANDATORY_PARAMETER_NOT_SUPPLIED = 7
    UNSUPPORTED_PARAMETER = 8
    QUERY_SYNTAX_ERROR = 10
    TOO_MANY_CHARACTERS_IN_QUERY = 12
    UNSUPPORTED_USE_OF_PARENTHESES = 13
    UNSUPPORTED_USE_OF_QUOTES = 14
    UNSUPPORTED_CONTEXT_SET = 15
    UNSUPPORTED_INDEX = 16
    UNSUPPORTED_RELATION = 19
    UNSUPPORTED_RELATION_MODIFIER = 20
    UNSUPPORTED_COMBINATION_OF_RELATION_AND_INDEX = 22
    TOO_MANY_CHARACTERS_IN_TERM = 23
    EMPTY_TERM_UNSUPPORTED = 27
    MASKING_CHARACTER_NOT_SUPPORTED = 28
    MASKED_WORDS_TOO_SHORT = 29
    ANCHORING_CHARACTER_NOT_SUPPORTED = 31
    TERM_IN_INVALID_FORMAT = 36
    UNSUPPORTED_BOOLEAN_OPERATOR = 37
    TOO_MANY_BOOLEAN_OPERATORS = 38
    PROXIMITY_NOT_SUPPORTED = 39
    UNSUPPORTED_BOOLEAN_MODIFIER = 46
    FIRST_RECORD_POSITION_OUT_OF_RANGE = 61
    UNKNOWN_SCHEMA_FOR_RETRIEVAL = 66
    UNSUPPORTED_RECORD_PACKING = 71
    XPATH_RETRIEVAL_UNSUPPORTED = 72
    SORT_NOT_SUPPORTED = 80
    UNSUPPORTED_SORT_SEQUENCE = 82
    STYLESHEETS_NOT_SUPPORTED = 110

    @property
    def message(self) -> str:
        """Return the diagnostic in its list's words."""
        return self.name.replace("_", " ").capitalize().replace("Xpath", "XPath")


class Diagnostic(Exception):  # noqa: N818 - it is an answer of the protocol, not an error of ours
    """The search is not done; `details` are what the number asks for, or what to do about it."""

    def __init__(self, number: Number, details: str = "") -> None:
        super().__init__(f"{number.message}: {details}")
        self.number = number
        self.details = details
