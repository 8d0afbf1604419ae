"""Another server's answer to searchRetrieve, in any version: how many, the records, what is wrong.

Names are looked at without their namespaces, which differ from version to version and from server
to server. A record is cut out and read on its own, so that a broken one costs nothing but itself.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from hylla.formats.marc import Record
from hylla.formats.marc.iso2709 import Unreadable
from hylla.formats.marc.marcxml import Cutter, parsed

_ROOT = "searchRetrieveResponse"
_OTHER_ENCODING = re.compile(rb"""<\?xml[^>]*\bencoding=["'](?!utf-8)""", re.I)
_MOST_LETTERS = 300
_MOST_DIGITS = 12


class NoAnswer(ValueError):
    """What came is no answer to a search: a page, another protocol, or cut off."""


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """What a server says is wrong: the number of the diagnostic, 0 if it has none, and its text."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Response:
    """What a server found: all there is, the records that came, and how many could not be read."""

    total: int
    records: tuple[Record, ...]
    unreadable: int
    diagnosed: tuple[Diagnosed, ...]


def response(body: bytes) -> Response:
    """Read an answer.

    :raises NoAnswer: it is none.
    """
    told, body = _Told(), _as_it_says(body)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = told.doctype
    parser.StartElementHandler = told.start
    parser.EndElementHandler = told.end
    parser.CharacterDataHandler = told.text
    try:
        parser.Parse(body, True)
    except expat.ExpatError:
        raise NoAnswer("it is not well-formed") from None
    except LookupError:
        raise NoAnswer("its encoding is unknown") from None
    records, unreadable = list[Record](), 0
    for record in _records(body, told.packed):
        if record is None:
            unreadable += 1
        else:
            records.append(record)
    diagnosed = tuple(_diagnosed(each) for each in told.diagnostics)
    return Response(told.total, tuple(records), unreadable, diagnosed)


def _as_it_says(body: bytes) -> bytes:
    """Return an answer in UTF-8 where it says so, or says nothing, and is in Latin-1."""
    if _OTHER_ENCODING.search(body[:200]):
        return body
    try:
        body.decode()
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace").encode()
    return body


def _records(body: bytes, packed: Iterable[str]) -> Iterator[Record | None]:
    """Yield each record, None for one that cannot be read; also those sent as text."""
    for source in (body, *(each.encode() for each in packed)):
        cutter = Cutter()
        for element in cutter.elements(iter([source])):
            if element.fault is not None:
                yield None
                continue
            try:
                yield parsed(element.data, encoding=cutter.encoding)[0]
            except Unreadable:
                yield None


def _diagnosed(told: dict[str, str]) -> Diagnosed:
    number = told.get("uri", "").rstrip("/").rpartition("/")[2]
    text = ": ".join(filter(None, (told.get("message", ""), told.get("details", ""))))
    is_number = number.isascii() and number.isdigit() and len(number) < 6
    return Diagnosed(int(number) if is_number else 0, text[:_MOST_LETTERS])


class _Told:
    """Collects what stands around the records."""

    def __init__(self) -> None:
        self.total = 0
        self.diagnostics: list[dict[str, str]] = []
        self.packed: list[str] = []
        self._path: list[str] = []
        self._text: list[str] = []

    def doctype(self, *_: object) -> None:
        raise NoAnswer("it declares a document type")

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if not self._path and name != _ROOT:
            raise NoAnswer("it is no answer to a search")
        self._path.append(name)
        self._text.clear()
        if name == "diagnostic":
            self.diagnostics.append({})

    def text(self, data: str) -> None:
        self._text.append(data)

    def end(self, _name: str) -> None:
        name, value = self._path.pop(), "".join(self._text).strip()
        self._text.clear()
        if name == "numberOfRecords" and self._path == [_ROOT]:
            is_number = value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS
            self.total = int(value) if is_number else 0
        elif name == "recordData" and value.startswith("<"):
            self.packed.append(value)
        elif self._path[-1:] == ["diagnostic"]:
            self.diagnostics[-1][name] = value
