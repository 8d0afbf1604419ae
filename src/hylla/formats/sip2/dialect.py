"""What two ends of a SIP2 line agree on beforehand, and what can be wrong with a frame."""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import StrEnum
from functools import cached_property


class Charset(StrEnum):
    """How text becomes bytes, by Python's names; SIP2 2.00 has code page 850 as its default."""

    UTF_8 = "utf-8"
    CP850 = "cp850"
    LATIN_1 = "iso8859-1"
    WINDOWS = "cp1252"


class Problem(StrEnum):
    """Why a frame cannot be read."""

    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    BAD_CHECKSUM = "bad_checksum"
    UNKNOWN_MESSAGE = "unknown_message"


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """The agreement for one connection: characters, field delimiter, line end, local time.

    The zone gives a meaning to dates without one, which is what terminals send.
    """

    charset: Charset = Charset.UTF_8
    delimiter: str = "|"
    zone: tzinfo = UTC
    crlf: bool = False

    @cached_property
    def line_end(self) -> bytes:
        """Return the bytes after each message that we send."""
        return b"\r\n" if self.crlf else b"\r"

    @cached_property
    def separator(self) -> bytes:
        """Return the delimiter as it stands on the wire."""
        return self.delimiter.encode("ascii")
