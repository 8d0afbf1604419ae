"""ISO 2709: cutting a stream of bytes into records, and a record into fields.

Lengths and addresses are checked, never trusted: they are wrong in much of what systems export.
The separators are what holds; where both disagree and cannot be reconciled, the record is bad.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .charset import Decode, Judge
from .record import Field, Record, Subfield
from .results import Doubt, Reason

RECORD_END = b"\x1d"
FIELD_END = b"\x1e"
SUBFIELD = b"\x1f"

LEADER_LENGTH = 24
_ENTRY_LENGTH = 12
_LARGEST_ADDRESS = 99_999
# Far more than the 99,999 bytes that a leader can tell, and little enough to hold in memory.
LONGEST_RECORD = 4_000_000

_LENGTH = re.compile(rb"[0-9]{5}")
_ENTRY = re.compile(rb"([ -~]{3})([0-9]{4})([0-9]{5})")
# A leader where the record before it lost its end.
_NEXT_LEADER = re.compile(rb"[0-9]{5}[acdnpox ][a-z][a-z ][ -~]{2}22[0-9]{5}[ -~]{3}4")
# Between records: line ends, and the fillers of old operating systems.
_FILLER = b"\r\n \x00\x1a\t"


class Unreadable(Exception):  # noqa: N818 - it is the reason, not an error of ours
    """The bytes are no record."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of one record, without its terminator."""

    position: int
    data: bytes
    terminated: bool
    too_long: bool = False


def pieces(blocks: Iterator[bytes]) -> Iterator[Piece]:
    """Cut the stream at record terminators, and where a terminator is plainly missing."""
    buffer, position, dropped = b"", 0, False
    for block in blocks:
        *whole, rest = block.split(RECORD_END)
        for part in whole:
            data = buffer + part
            yield from _separated(Piece(position, data, terminated=True, too_long=dropped))
            position += len(data) + 1
            buffer, dropped = b"", False
        buffer += rest
        if len(buffer) > LONGEST_RECORD:
            position += len(buffer) - LEADER_LENGTH
            buffer, dropped = buffer[:LEADER_LENGTH], True
    yield from _separated(Piece(position, buffer, terminated=False, too_long=dropped))


def _separated(piece: Piece) -> Iterator[Piece]:
    """Drop the filler, and cut records apart that have no terminator between them."""
    data = piece.data.lstrip(_FILLER)
    position = piece.position + len(piece.data) - len(data)
    if not piece.terminated:
        data = data.rstrip(b"\r\n\x00\x1a")
    if not data:
        return
    if piece.too_long or data[:5] == b"%05d" % (len(data) + 1):
        yield Piece(position, data, piece.terminated, piece.too_long)
        return
    starts = [0, *(found.start() for found in _NEXT_LEADER.finditer(data, LEADER_LENGTH))]
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        last = end == len(data)
        yield Piece(position + start, data[start:end], piece.terminated and last)


def parsed(piece: Piece, judge: Judge) -> tuple[Record, tuple[Doubt, ...]]:
    """Turn the bytes into a record.

    :raises Unreadable: nothing of the record can be trusted.
    """
    if piece.too_long:
        raise Unreadable(Reason.TOO_LONG, f"more than {LONGEST_RECORD} bytes")
    try:
        return _parsed(piece, judge)
    except Unreadable as fault:
        if piece.terminated or fault.reason is Reason.BAD_LEADER:
            raise
        # Without its end a record has all kinds of faults, and only one that matters.
        raise Unreadable(Reason.TRUNCATED, "the record has no end") from None


def _parsed(piece: Piece, judge: Judge) -> tuple[Record, tuple[Doubt, ...]]:
    data = piece.data
    if len(data) < LEADER_LENGTH:
        raise Unreadable(Reason.TRUNCATED, f"{len(data)} bytes, the leader alone has 24")
    if not _LENGTH.match(data):
        raise Unreadable(Reason.BAD_LEADER, "the record does not begin with its length")
    base = _base_address(data)
    # Some systems leave out the terminator of the last field.
    body = data[base:] if data.endswith(FIELD_END) else data[base:] + FIELD_END
    entries, mended = _entries(data[LEADER_LENGTH : base - 1], body)
    if mended and not piece.terminated:
        raise Unreadable(Reason.TRUNCATED, "the last field is not as long as it should be")
    reading = judge.reading(body, said_utf8=data[9:10] == b"a")
    fields = tuple(_field(tag, value, reading.decode) for tag, value in entries)
    leader = data[:LEADER_LENGTH].decode("ascii", "replace").replace("\ufffd", " ")
    signs = {
        Doubt.WRONG_LEADER: not data[:LEADER_LENGTH].isascii(),
        Doubt.WRONG_LENGTH: data[:5] != b"%05d" % (len(data) + 1),
        Doubt.WRONG_BASE_ADDRESS: data[12:17] != b"%05d" % base,
        Doubt.WRONG_DIRECTORY: mended,
        Doubt.WRONG_INDICATORS: any(_has_odd_indicators(*entry) for entry in entries),
        Doubt.NO_TERMINATOR: not piece.terminated,
    }
    doubts = (doubt for doubt, is_there in signs.items() if is_there)
    return Record(leader, fields), (*reading.doubts, *doubts)


def _base_address(data: bytes) -> int:
    """Find where the fields begin: where the leader says, or else after the first separator."""
    end = data.find(FIELD_END)
    if end < 0:
        raise Unreadable(Reason.BAD_DIRECTORY, "the directory has no end")
    stated = int(data[12:17]) if data[12:17].isdigit() else 0
    base = stated if LEADER_LENGTH < stated <= end and data[stated - 1] == SUBFIELD[0] else end + 1
    if base <= LEADER_LENGTH + 1:
        raise Unreadable(Reason.NO_FIELDS, "the directory is empty")
    return base


def _entries(directory: bytes, body: bytes) -> tuple[list[tuple[str, bytes]], bool]:
    """Return tag and bytes of each field, and whether the directory had to be mended."""
    if len(directory) % _ENTRY_LENGTH:
        raise Unreadable(Reason.BAD_DIRECTORY, f"{len(directory)} bytes, not a multiple of 12")
    found = [
        _ENTRY.fullmatch(directory, start, start + _ENTRY_LENGTH)
        for start in range(0, len(directory), _ENTRY_LENGTH)
    ]
    entries = [(entry[1], int(entry[2]), int(entry[3])) for entry in found if entry]
    if len(entries) != len(found):
        raise Unreadable(Reason.BAD_DIRECTORY, "an entry is not a tag, a length and an address")
    exact = [body[at : at + length] for _, length, at in entries]
    if all(_is_field(value, entry[1]) for value, entry in zip(exact, entries, strict=True)):
        tags = (entry[0].decode("ascii") for entry in entries)
        return [(tag, value[:-1]) for tag, value in zip(tags, exact, strict=True)], False
    return _by_separators(entries, body), True


def _is_field(value: bytes, length: int) -> bool:
    """Tell whether the directory cut out exactly one whole field."""
    return 0 < length == len(value) and value.find(FIELD_END) == length - 1


def _has_odd_indicators(tag: str, value: bytes) -> bool:
    return not tag.startswith("00") and not value.partition(SUBFIELD)[0].isascii()


def _by_separators(entries: list[tuple[bytes, int, int]], body: bytes) -> list[tuple[str, bytes]]:
    """Pair the entries with the fields in their order, if there are as many of both."""
    values = body.split(FIELD_END)[:-1]
    if len(values) != len(entries):
        detail = f"{len(entries)} entries for {len(values)} fields"
        raise Unreadable(Reason.BAD_DIRECTORY, detail)
    order = list(range(len(entries)))
    if len(body) <= _LARGEST_ADDRESS:
        order.sort(key=lambda index: entries[index][2])
    placed = dict(zip(order, values, strict=True))
    return [(entry[0].decode("ascii"), placed[index]) for index, entry in enumerate(entries)]


def _field(tag: str, value: bytes, decode: Decode) -> Field:
    head, *rest = value.split(SUBFIELD)
    if not rest:
        return Field(tag, value=decode(head))
    texts = (decode(part) for part in rest if part)
    subfields = tuple(Subfield(text[0], text[1:]) for text in texts if text)
    return Field(tag, indicators=decode(head)[:2].ljust(2), subfields=subfields)
