"""Reading a file of records as a stream, whatever is wrong with it."""

import itertools
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from . import iso2709, marcxml
from .charset import Judge
from .results import BadRecord, ReadRecord, Reason
from .source import Source

_FILLER = b"\r\n \t\x00\x1a"
_LEADER = re.compile(rb"[0-9]{5}[ -~]{7}[0-9 ]{5}[ -~]{3}")
_BODY_OF_HTTP = re.compile(rb"HTTP/1\.[01] ")
_KINDS = {
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip archive",
    b"{": "JSON",
    b"[": "JSON",
    b"=LDR": "MarcEdit's text form (.mrk); save it as .mrc",
    b"=000": "MarcEdit's text form (.mrk); save it as .mrc",
}


def read_records(path: Path | str) -> Iterator[ReadRecord | BadRecord]:
    """Yield every record of an ISO 2709, MARCXML or MarcXchange file, gzipped or not.

    The file is read as a stream. Nothing is raised: what cannot be read is a BadRecord, and
    reading goes on at the next record. A file that is no MARC at all yields exactly one.
    """
    try:
        source = Source(Path(path))
    except OSError as error:
        yield BadRecord(0, 0, 0, Reason.UNREADABLE_FILE, error.strerror or "cannot be opened")
        return
    last = 0
    with source:
        try:
            for result in _results(source):
                last = result.number
                yield result
        except (OSError, EOFError, zlib.error) as error:
            detail = f"reading failed: {type(error).__name__}"
            yield BadRecord(last + 1, 0, source.bytes_read, Reason.UNREADABLE_FILE, detail)


def _results(source: Source) -> Iterator[ReadRecord | BadRecord]:
    blocks = source.blocks()
    first = next(blocks)
    start = first.lstrip(_FILLER)
    if not start:
        first, start = _past_filler(blocks)
    if not start:
        yield BadRecord(0, 0, source.bytes_read, Reason.EMPTY_FILE)
        return
    everything = itertools.chain([first], blocks)
    if start.startswith(b"<") or _BODY_OF_HTTP.match(start):
        yield from _xml(source, everything)
    elif _LEADER.match(start) and (iso2709.FIELD_END in first or iso2709.RECORD_END in first):
        yield from _iso2709(source, everything)
    else:
        yield BadRecord(0, 0, source.bytes_read, Reason.NOT_MARC, _kind(start))


def _past_filler(blocks: Iterator[bytes]) -> tuple[bytes, bytes]:
    for block in blocks:
        if start := block.lstrip(_FILLER):
            return block, start
    return b"", b""


def _kind(start: bytes) -> str:
    names = (name for mark, name in _KINDS.items() if start.startswith(mark))
    return next(names, "neither ISO 2709 nor XML")


def _iso2709(source: Source, blocks: Iterator[bytes]) -> Iterator[ReadRecord | BadRecord]:
    judge = Judge()
    for number, piece in enumerate(iso2709.pieces(blocks), start=1):
        try:
            record, doubts = iso2709.parsed(piece, judge)
        except iso2709.Unreadable as fault:
            yield BadRecord(number, piece.position, source.bytes_read, fault.reason, fault.detail)
        else:
            yield ReadRecord(number, piece.position, source.bytes_read, record, doubts)


def _xml(source: Source, blocks: Iterator[bytes]) -> Iterator[ReadRecord | BadRecord]:
    cutter, number = marcxml.Cutter(), 0
    for number, element in enumerate(cutter.elements(blocks), start=1):
        place = (number, element.position, source.bytes_read)
        if element.fault is not None:
            yield BadRecord(*place, element.fault, _XML_FAULTS.get(element.fault, ""))
            continue
        try:
            record, doubts = marcxml.parsed(element.data, encoding=cutter.encoding)
        except iso2709.Unreadable as fault:
            yield BadRecord(*place, fault.reason, fault.detail)
        else:
            yield ReadRecord(*place, record, doubts)
    if number:
        return
    if cutter.declares_entities:
        detail = "entities are declared, and there is no MARC record"
        yield BadRecord(0, 0, source.bytes_read, Reason.UNSAFE_XML, detail)
    else:
        yield BadRecord(0, 0, source.bytes_read, Reason.NOT_MARC, "markup without a MARC record")


_XML_FAULTS = {
    Reason.MALFORMED_XML: "a record begins inside another one",
    Reason.TRUNCATED: "the file ends inside the record",
    Reason.TOO_LONG: f"more than {marcxml.LONGEST_RECORD} bytes",
}
