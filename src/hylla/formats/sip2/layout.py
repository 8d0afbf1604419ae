"""How a SIP2 message is laid out: fixed fields in order, then fields with a two-letter id."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from enum import StrEnum
from operator import add
from typing import Any, ClassVar
from unicodedata import normalize

from hylla.formats.sip2.dialect import Dialect

LONGEST_VALUE = 255
"""Bytes in a field with an id (SIP2 2.00)."""


class Kind(StrEnum):
    """What the characters of a field stand for."""

    TEXT = "text"
    FLAG = "flag"  # Y or N: bool
    FLAG_OR_UNKNOWN = "flag_or_unknown"  # Y, N or U: bool or None
    OK = "ok"  # 1 or 0: bool
    COUNT = "count"  # digits, or blanks for "not known": int or None
    MOMENT = "moment"  # YYYYMMDDZZZZHHMMSS, or blanks: aware datetime or None


@dataclass(frozen=True, kw_only=True)
class Part:
    """One field of a message: a width if it is fixed, otherwise an id."""

    kind: Kind = Kind.TEXT
    width: int = 0
    id: str = ""
    required: bool = False
    repeated: bool = False


def fixed(width: int, kind: Kind = Kind.TEXT) -> Any:
    """Declare a field that every such message has, at its place in the order."""
    return field(metadata={"part": Part(width=width, kind=kind, required=True)})


def required(field_id: str) -> Any:
    """Declare a field with an id that is sent even when it is empty."""
    return field(default="", metadata={"part": Part(id=field_id, required=True)})


def optional(field_id: str, kind: Kind = Kind.TEXT) -> Any:
    """Declare a field with an id that is left out when there is nothing to say."""
    return field(default=None, metadata={"part": Part(id=field_id, kind=kind)})


def repeated(field_id: str) -> Any:
    """Declare a field with an id that is sent once for each value."""
    return field(default=(), metadata={"part": Part(id=field_id, repeated=True)})


@dataclass(frozen=True, kw_only=True)
class Message:
    """Any SIP2 message; the subclasses read like the tables of the standard."""

    id: ClassVar[str] = ""


def parts(kind: type[Message]) -> dict[str, Part]:
    """Return the layout of a message: its attributes' names and their fields, in order."""
    return {one.name: one.metadata["part"] for one in fields(kind)}


def stamped(moment: datetime, *, dialect: Dialect) -> str:
    """Write a moment as local time, without a zone, as terminals expect it."""
    # An eighth of what strftime costs, and there is a moment in every answer.
    at = moment.astimezone(dialect.zone)
    date = at.year * 10_000 + at.month * 100 + at.day
    time = at.hour * 10_000 + at.minute * 100 + at.second
    return f"{date:08}    {time:06}"


def moment_in(text: str, dialect: Dialect) -> datetime | None:
    """Read a moment; None for blanks, zeros and whatever else is no date.

    A zone of "Z" is universal time. Blanks are local time, and so is "0000", which
    terminals send that know no zone.
    """
    if text.isspace():
        return None
    digits, zone = text[:8] + text[12:], text[8:12]
    if not (text.isascii() and digits.isdecimal() and len(digits) == 14):
        return None
    try:
        # A fraction of what strptime costs, and there is a moment in every message, often two.
        moment = datetime.fromisoformat(f"{digits[:8]}T{digits[8:]}")
        if zone.strip() == "Z":
            return moment.replace(tzinfo=UTC).astimezone(dialect.zone)
        return moment.replace(tzinfo=dialect.zone)
    except (ValueError, OverflowError):
        return None


Read = Callable[[str, Dialect], object]
Write = Callable[[Any, Part, Dialect], str]


def _flag_in(text: str, dialect: Dialect) -> bool:
    return text in ("Y", "y", "1")


def _count_in(text: str, dialect: Dialect) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None


READ: Mapping[Kind, Read] = {
    Kind.TEXT: lambda text, dialect: text,
    Kind.FLAG: _flag_in,
    Kind.OK: _flag_in,
    Kind.FLAG_OR_UNKNOWN: lambda text, dialect: {"Y": True, "N": False}.get(text),
    Kind.COUNT: _count_in,
    Kind.MOMENT: moment_in,
}
"""What a field says, by its kind; odd characters read as the cautious value, never as an error."""


def _text(value: Any, part: Part, dialect: Dialect) -> str:
    text = "" if value is None else str(value)
    return text[: part.width].ljust(part.width) if part.width else text


def _flag(value: Any, part: Part, dialect: Dialect) -> str:
    return "U" if value is None else "Y" if value else "N"


def _count(value: Any, part: Part, dialect: Dialect) -> str:
    if value is None:
        return _text(value, part, dialect)
    return str(min(value, 10**part.width - 1)).zfill(part.width)


def _moment(value: Any, part: Part, dialect: Dialect) -> str:
    return _text(value, part, dialect) if value is None else stamped(value, dialect=dialect)


WRITE: Mapping[Kind, Write] = {
    Kind.TEXT: _text,
    Kind.FLAG: _flag,
    Kind.FLAG_OR_UNKNOWN: _flag,
    Kind.OK: lambda value, part, dialect: "1" if value else "0",
    Kind.COUNT: _count,
    Kind.MOMENT: _moment,
}
"""A value as a field's characters, by its kind; a fixed field comes out in its width."""


def fields_bytes(texts: Sequence[str], *, dialect: Dialect) -> bytes:
    """Encode fields with their ids, a delimiter behind each, so that no value breaks the message.

    All in one go where none of them could; otherwise one by one.
    """
    together = "".join([text + dialect.delimiter for text in texts])
    if together.isprintable() and together.count(dialect.delimiter) == len(texts):
        try:
            data = together.encode(dialect.charset)
        except UnicodeEncodeError:
            data = b""
        if 0 < len(data) <= LONGEST_VALUE:
            return data
    ids = [text[:2].encode("ascii") for text in texts]
    values = [wire_bytes(text[2:], dialect=dialect) + dialect.separator for text in texts]
    return b"".join(map(add, ids, values))


def wire_bytes(text: str, *, dialect: Dialect) -> bytes:
    """Encode text so that it cannot break a message: no controls, no delimiter, no excess.

    A letter that the character set lacks loses its accent (č becomes c in code page 850).
    """
    if text.isascii() and text.isprintable() and dialect.delimiter not in text:
        return text.encode("ascii")[:LONGEST_VALUE]
    clean = "".join(
        " " if char < " " or char in ("\x7f", dialect.delimiter) else char for char in text
    )
    data = b"".join(_char_bytes(char, charset=dialect.charset) for char in clean)
    if len(data) <= LONGEST_VALUE:
        return data
    return data[:LONGEST_VALUE].decode(dialect.charset, errors="ignore").encode(dialect.charset)


def _char_bytes(char: str, *, charset: str) -> bytes:
    try:
        return char.encode(charset)
    except UnicodeEncodeError:
        return normalize("NFD", char)[:1].encode(charset, errors="replace")
