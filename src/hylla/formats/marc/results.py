"""What reading a file of records yields: records, with doubts, and bad records, with reasons."""

from dataclasses import dataclass
from enum import StrEnum

from .record import Record


class Reason(StrEnum):
    """Why there is no record where one was expected."""

    UNREADABLE_FILE = "unreadable_file"
    EMPTY_FILE = "empty_file"
    NOT_MARC = "not_marc"
    UNSAFE_XML = "unsafe_xml"
    MALFORMED_XML = "malformed_xml"
    TRUNCATED = "truncated"
    TOO_LONG = "too_long"
    BAD_LEADER = "bad_leader"
    BAD_DIRECTORY = "bad_directory"
    NO_FIELDS = "no_fields"


class Doubt(StrEnum):
    """What the reader had to guess or mend; the record may differ from what was meant."""

    SAID_UTF8_WAS_MARC8 = "said_utf8_was_marc8"
    SAID_UTF8_WAS_LATIN1 = "said_utf8_was_latin1"
    SAID_UTF8_WAS_CP850 = "said_utf8_was_cp850"
    SAID_MARC8_WAS_UTF8 = "said_marc8_was_utf8"
    SAID_MARC8_WAS_LATIN1 = "said_marc8_was_latin1"
    SAID_MARC8_WAS_CP850 = "said_marc8_was_cp850"
    CHARACTERS_REPLACED = "characters_replaced"
    WRONG_LEADER = "wrong_leader"
    WRONG_LENGTH = "wrong_length"
    WRONG_BASE_ADDRESS = "wrong_base_address"
    WRONG_DIRECTORY = "wrong_directory"
    WRONG_INDICATORS = "wrong_indicators"
    NO_TERMINATOR = "no_terminator"


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A record that was read whole.

    `number` counts records from 1, bad ones too. `position` is the byte where it starts, after
    unpacking. `bytes_read` is how far the file itself has been read, for a progress bar.
    """

    number: int
    position: int
    bytes_read: int
    record: Record
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record, or a whole file, that could not be read; nothing of it is used."""

    number: int
    position: int
    bytes_read: int
    reason: Reason
    detail: str = ""
