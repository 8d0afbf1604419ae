"""Turns SIP2 messages into frames and frames into messages.

Reading is generous, because terminals are what they are: unknown fields are skipped, missing
ones read as empty, and no sequence of bytes makes it fail with an exception.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

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
    fields_bytes,
    moment_in,
    parts,
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
    id: str
    part: Part
    place: slice
    """Among the characters of all fixed fields; of no meaning if it has an id."""
    read: Read
    write: Write


@dataclass(frozen=True, slots=True)
class _Layout:
    """A message's fields in order, and what is asked of them for every frame."""

    fixed: tuple[_Field, ...]
    named: tuple[_Field, ...]
    width: int
    """Characters of all fixed fields together."""
    needed: tuple[str, ...]
    fixed_values: Callable[[Message], tuple[object, ...]]
    named_values: Callable[[Message], tuple[object, ...]]


def _layout(kind: type[Message]) -> _Layout:
    fields = []
    width = 0
    for name, part in parts(kind).items():
        place = slice(width, width + part.width)
        fields.append(_Field(name, part.id, part, place, READ[part.kind], WRITE[part.kind]))
        width += part.width
    fixed = tuple(each for each in fields if not each.id)
    named = tuple(each for each in fields if each.id)
    needed = tuple(each.id for each in named if each.part.required)
    return _Layout(fixed, named, width, needed, _values(fixed), _values(named))


def _values(fields: tuple[_Field, ...]) -> Callable[[Message], tuple[object, ...]]:
    """Return what takes these fields out of a message, all in one go where there are several."""
    names = [each.name for each in fields]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda message: tuple([getattr(message, name) for name in names])


_LAYOUTS = {kind: _layout(kind) for kind in REQUESTS + ANSWERS}

# Some clients leave out the checksum's leading zeros, so it may have fewer than four digits.
_TRAILER = re.compile(rb"(?:AY([0-9]))?AZ([0-9A-Fa-f]{1,4})\Z")
_LONGEST_TRAILER = len("AY1AZFFFF")
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


class _Frame(NamedTuple):
    payload: bytes
    sequence: int | None
    checksum: bool


def encode(
    message: Message, *, dialect: Dialect, sequence: int | None = None, checked: bool = False
) -> bytes:
    """Return the message as a whole frame, line end included.

    A sequence number brings a checksum with it; 96 and 97 may have a checksum alone.
    """
    layout = _LAYOUTS[type(message)]
    out = bytearray(message.id.encode("ascii"))
    out += _fixed_bytes(layout, message, dialect)
    out += _named_bytes(layout, message, dialect)
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
    # Ids and delimiters are ASCII, which none of the character sets uses for anything else.
    text = unsealed.payload[fixed_end:].decode(dialect.charset, errors="replace")
    pieces = text.split(dialect.delimiter)
    # Backwards, because of an id that comes twice the first counts.
    named = {piece[:2]: piece[2:] for piece in reversed(pieces)}
    missing = tuple([one for one in layout.needed if one not in named])
    if missing and len(missing) == len(layout.needed):
        # Noise may begin like a message; a message has at least one of the fields it needs.
        return Unreadable(Problem.TOO_SHORT)
    fixed = unsealed.payload[start:fixed_end].decode("ascii", errors="replace")
    values = {each.name: each.read(fixed[each.place], dialect) for each in layout.fixed}
    values |= _named_values(layout, named=named, pieces=pieces, dialect=dialect)
    return Received(
        message=kind(**values),
        sequence=_sequence(unsealed, named=named),
        checksum=unsealed.checksum,
        missing=missing,
    )


def _fixed_bytes(layout: _Layout, message: Message, dialect: Dialect) -> bytes:
    written = zip(layout.fixed, layout.fixed_values(message), strict=True)
    text = "".join([each.write(value, each.part, dialect) for each, value in written])
    # Fixed fields are counted in characters by all clients, so they stay within ASCII.
    data = text.encode("ascii", errors="replace")
    return data if text.isprintable() else data.replace(b"\r", b" ").replace(b"\n", b" ")


def _named_bytes(layout: _Layout, message: Message, dialect: Dialect) -> bytes:
    texts = []
    for each, value in zip(layout.named, layout.named_values(message), strict=True):
        if value in (None, ()):
            continue
        if isinstance(value, tuple):
            texts += [each.id + each.write(one, each.part, dialect) for one in value]
        else:
            texts.append(each.id + each.write(value, each.part, dialect))
    return fields_bytes(texts, dialect=dialect)


def _unsealed(body: bytes, *, dialect: Dialect) -> _Frame | None:
    """Take the trailer off a frame; None if its checksum does not fit."""
    trailer = _trailer(body) or _trailer(body.removesuffix(dialect.separator))
    if trailer is None:
        last = body.rpartition(dialect.separator)[2]
        return None if _DAMAGED.search(last) else _Frame(body, sequence=None, checksum=False)
    if not matches(body[: trailer.start(2)], given=int(trailer[2], 16)):
        return None
    sequence = None if trailer[1] is None else int(trailer[1])
    return _Frame(body[: trailer.start()], sequence=sequence, checksum=True)


def _trailer(body: bytes) -> "re.Match[bytes] | None":
    # Only at the end, because looking for it all the way from the beginning takes longer.
    return _TRAILER.search(body, len(body) - _LONGEST_TRAILER)


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


def _named_values(
    layout: _Layout, *, named: Mapping[str, str], pieces: list[str], dialect: Dialect
) -> dict[str, object]:
    values: dict[str, object] = {}
    for each in layout.named:
        if each.part.repeated:
            values[each.name] = tuple([one[2:] for one in pieces if one[:2] == each.id])
        elif each.id in named:
            values[each.name] = each.read(named[each.id], dialect)
    return values


def _sequence(unsealed: _Frame, *, named: Mapping[str, str]) -> int | None:
    """Return the sequence number, which a client without checksums sends as a last field."""
    if unsealed.checksum:
        return unsealed.sequence
    alone = named.get("AY", "")
    return int(alone) if alone.isascii() and alone.isdecimal() and len(alone) == 1 else None
