"""Turns SIP2 messages into frames and frames into messages.

Reading is generous, because terminals are what they are: unknown fields are skipped, missing
ones read as empty, and no sequence of bytes makes it fail with an exception.
"""

import re
from dataclasses import dataclass

from hylla.formats.sip2 import answers, requests
from hylla.formats.sip2.checksum import checksum, matches
from hylla.formats.sip2.dialect import Dialect, Problem
from hylla.formats.sip2.layout import (
    READ,
    WRITE,
    Message,
    Part,
    Read,
    Write,
    moment_in,
    parts,
    wire_bytes,
)

REQUESTS: tuple[type[Message], ...] = (
    requests.PatronStatus,
    requests.Checkout,
    requests.Checkin,
    requests.BlockPatron,
    requests.ScStatus,
    requests.ResendToTerminal,
    requests.Login,
    requests.PatronInformation,
    requests.EndSession,
    requests.FeePaid,
    requests.ItemInformation,
    requests.ItemStatusUpdate,
    requests.PatronEnable,
    requests.Hold,
    requests.Renew,
    requests.RenewAll,
)
ANSWERS: tuple[type[Message], ...] = (
    answers.PatronStatusAnswer,
    answers.CheckoutAnswer,
    answers.CheckinAnswer,
    answers.AcsStatus,
    answers.ResendToLibrary,
    answers.LoginAnswer,
    answers.PatronInformationAnswer,
    answers.SessionEnded,
    answers.FeePaidAnswer,
    answers.ItemInformationAnswer,
    answers.ItemStatusAnswer,
    answers.PatronEnableAnswer,
    answers.HoldAnswer,
    answers.RenewAnswer,
    answers.RenewAllAnswer,
)
ANSWER_TO: dict[type[Message], type[Message]] = {
    requests.PatronStatus: answers.PatronStatusAnswer,
    requests.Checkout: answers.CheckoutAnswer,
    requests.Checkin: answers.CheckinAnswer,
    requests.BlockPatron: answers.PatronStatusAnswer,
    requests.ScStatus: answers.AcsStatus,
    requests.Login: answers.LoginAnswer,
    requests.PatronInformation: answers.PatronInformationAnswer,
    requests.EndSession: answers.SessionEnded,
    requests.FeePaid: answers.FeePaidAnswer,
    requests.ItemInformation: answers.ItemInformationAnswer,
    requests.ItemStatusUpdate: answers.ItemStatusAnswer,
    requests.PatronEnable: answers.PatronEnableAnswer,
    requests.Hold: answers.HoldAnswer,
    requests.Renew: answers.RenewAnswer,
    requests.RenewAll: answers.RenewAllAnswer,
}
_KINDS = {kind.id.encode("ascii"): kind for kind in REQUESTS + ANSWERS}


@dataclass(frozen=True, slots=True)
class _Field:
    """A field with all that reading and writing it takes, looked up once."""

    name: str
    part: Part
    id: bytes
    read: Read
    write: Write


@dataclass(frozen=True)
class _Layout:
    """A message's fields in order, and what is asked of them for every frame."""

    fields: tuple[_Field, ...]
    width: int
    """Characters of all fixed fields together."""
    needed: tuple[str, ...]


def _layout(kind: type[Message]) -> _Layout:
    of_kind = parts(kind)
    fields = tuple(
        _Field(name, part, part.id.encode("ascii"), READ[part.kind], WRITE[part.kind])
        for name, part in of_kind.items()
    )
    needed = tuple(part.id for part in of_kind.values() if part.required and part.id)
    return _Layout(fields, sum(part.width for part in of_kind.values()), needed)


_LAYOUTS = {kind: _layout(kind) for kind in REQUESTS + ANSWERS}

# Some clients leave out the checksum's leading zeros, so it may have fewer than four digits.
_TRAILER = re.compile(rb"(?:AY([0-9]))?AZ([0-9A-Fa-f]{1,4})\Z")
_DAMAGED = re.compile(rb"(?:AY.{2,7}|[0-9]AZ.{0,4})\Z", re.DOTALL)

_SPURIOUS = 3
"""Characters that some terminals put before the date of message 17 ("17001...")."""


@dataclass(frozen=True, kw_only=True)
class Received:
    """A message that was read, with what stood around it."""

    message: Message
    sequence: int | None = None
    checksum: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unreadable:
    """A frame that was not read."""

    problem: Problem


@dataclass(frozen=True)
class _Frame:
    payload: bytes
    sequence: int | None
    checksum: bool


def encode(
    message: Message, *, dialect: Dialect, sequence: int | None = None, checked: bool = False
) -> bytes:
    """Return the message as a whole frame, line end included.

    A sequence number brings a checksum with it; 96 and 97 may have a checksum alone.
    """
    out = bytearray(message.id.encode("ascii"))
    for field in _LAYOUTS[type(message)].fields:
        value = getattr(message, field.name)
        if field.part.width:
            out += _fixed_bytes(field, value, dialect)
        elif value is not None:
            for one in value if isinstance(value, tuple) else (value,):
                text = field.write(one, field.part, dialect)
                out += field.id + wire_bytes(text, dialect=dialect) + dialect.separator
    if sequence is not None:
        out += b"AY%d" % sequence
    if checked or sequence is not None:
        out += b"AZ"
        out += checksum(out).encode("ascii")
    return bytes(out + dialect.line_end)


def decode(frame: bytes, *, dialect: Dialect) -> Received | Unreadable:
    """Read a frame; the line end may be there or not."""
    body = frame.rstrip(b"\r\n")
    unsealed = _unsealed(body, dialect=dialect)
    if unsealed is None:
        return Unreadable(Problem.BAD_CHECKSUM)
    kind = _KINDS.get(body[:2])
    if kind is None:
        return Unreadable(Problem.UNKNOWN_MESSAGE)
    start = _fixed_start(kind, payload=unsealed.payload, dialect=dialect)
    layout = _LAYOUTS[kind]
    fixed_end = start + layout.width
    if len(unsealed.payload) < fixed_end:
        return Unreadable(Problem.TOO_SHORT)
    named = _named_fields(unsealed.payload[fixed_end:], dialect=dialect)
    missing = tuple([one for one in layout.needed if one not in named])
    if missing and len(missing) == len(layout.needed):
        # Noise may begin like a message; a message has at least one of the fields it needs.
        return Unreadable(Problem.TOO_SHORT)
    fixed = unsealed.payload[start:fixed_end]
    return Received(
        message=_message(kind, fixed=fixed, named=named, dialect=dialect),
        sequence=_sequence(unsealed, named=named),
        checksum=unsealed.checksum,
        missing=missing,
    )


def _fixed_bytes(field: _Field, value: object, dialect: Dialect) -> bytes:
    text = field.write(value, field.part, dialect)
    # Fixed fields are counted in characters by all clients, so they stay within ASCII.
    data = text.encode("ascii", errors="replace")
    return data if text.isprintable() else data.replace(b"\r", b" ").replace(b"\n", b" ")


def _unsealed(body: bytes, *, dialect: Dialect) -> _Frame | None:
    """Take the trailer off a frame; None if its checksum does not fit."""
    trailer = _TRAILER.search(body) or _TRAILER.search(body.removesuffix(dialect.separator))
    if trailer is None:
        last = body.rpartition(dialect.separator)[2]
        return None if _DAMAGED.search(last) else _Frame(body, sequence=None, checksum=False)
    if not matches(body[: trailer.start(2)], given=int(trailer[2], 16)):
        return None
    sequence = None if trailer[1] is None else int(trailer[1])
    return _Frame(body[: trailer.start()], sequence=sequence, checksum=True)


def _fixed_start(kind: type[Message], *, payload: bytes, dialect: Dialect) -> int:
    """Return where the fixed fields begin: after the id, or after what some put before 17's."""
    if kind is not requests.ItemInformation:
        return 2
    first, shifted = (
        moment_in(payload[at : at + 18].decode("ascii", errors="replace"), dialect)
        for at in (2, 2 + _SPURIOUS)
    )
    plausible = first is not None and first.year >= 1900
    return 2 if plausible or shifted is None else 2 + _SPURIOUS


def _named_fields(data: bytes, *, dialect: Dialect) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    charset = dialect.charset
    for piece in data.split(dialect.separator):
        if len(piece) >= 2:
            field_id = piece[:2].decode("ascii", errors="replace")
            named.setdefault(field_id, []).append(piece[2:].decode(charset, errors="replace"))
    return named


def _message(
    kind: type[Message], *, fixed: bytes, named: dict[str, list[str]], dialect: Dialect
) -> Message:
    values: dict[str, object] = {}
    at = 0
    for field in _LAYOUTS[kind].fields:
        part = field.part
        if part.width:
            text = fixed[at : at + part.width].decode("ascii", errors="replace")
            values[field.name] = field.read(text, dialect)
            at += part.width
        elif part.repeated:
            values[field.name] = tuple(named.get(part.id, ()))
        elif part.id in named:
            values[field.name] = field.read(named[part.id][0], dialect)
    return kind(**values)


def _sequence(unsealed: _Frame, *, named: dict[str, list[str]]) -> int | None:
    """Return the sequence number, which a client without checksums sends as a last field."""
    if unsealed.checksum:
        return unsealed.sequence
    alone = named.get("AY", [""])[0]
    return int(alone) if alone.isascii() and alone.isdecimal() and len(alone) == 1 else None
