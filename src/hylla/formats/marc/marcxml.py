"""MARCXML and MarcXchange: finding the records in a stream, and reading one.

Each record is cut out of the stream and parsed on its own. So a broken record costs nothing but
itself, memory does not grow with the file, and no declaration of the document (entities, external
files) is ever in force. Namespaces are not looked at: exports get them wrong in every way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from .charset import clean
from .iso2709 import Unreadable
from .record import Field, Record, Subfield
from .results import Doubt, Reason

LONGEST_RECORD = 8_000_000
_UNDEFINED_ENTITY = expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]

_TOKEN = re.compile(
    rb"(?P<comment><!--)|(?P<cdata><!\[CDATA\[)|(?P<entity><!ENTITY)"
    rb"|(?P<start><(?:[\w.-]+:)?record(?=[\s>/]))|(?P<end></(?:[\w.-]+:)?record\s*>)"
)
# A token never straddles two blocks if this much is kept back.
_LONGEST_TOKEN = 200
_HAS_MARC = re.compile(rb"<(?:[\w.-]+:)?(?:leader|controlfield|datafield)\b")
_ENCODING = re.compile(rb"""<\?xml[^>]*\bencoding=["']([\w.-]+)["']""")
# Characters that no XML may hold; exports from older systems have them all the same.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Element:
    """The bytes of one record element, or why there are none."""

    position: int
    data: bytes
    fault: Reason | None = None


class Cutter:
    """Finds record elements. An element around another one (OAI-PMH, SRU) is only a wrapper."""

    def __init__(self) -> None:
        self.encoding = "utf-8"
        self.declares_entities = False
        self._buffer = b""
        self._offset = 0
        self._searched = 0
        self._opened: int | None = None
        self._skip_to: bytes | None = None

    def elements(self, blocks: Iterator[bytes]) -> Iterator[Element]:
        """Yield the records in the stream."""
        for block in blocks:
            if not self._offset and not self._buffer and (found := _ENCODING.search(block[:200])):
                self.encoding = _as_streamed(found[1].decode("ascii"))
            self._buffer += block
            yield from self._found(keep=_LONGEST_TOKEN)
            yield from self._forgotten()
        yield from self._found(keep=0)
        if self._opened is not None and _HAS_MARC.search(self._buffer, self._opened):
            yield self._faulty(Reason.TRUNCATED)

    def _found(self, *, keep: int) -> Iterator[Element]:
        limit = len(self._buffer) - keep
        while self._past_skipped() and (found := _TOKEN.search(self._buffer, self._searched)):
            if keep and found.start() > limit:
                break
            self._searched = found.end()
            yield from self._token(str(found.lastgroup), found.start(), found.end())
        if self._skip_to is None:
            self._searched = max(self._searched, limit)

    def _token(self, name: str, start: int, end: int) -> Iterator[Element]:
        match name:
            case "comment":
                self._skip_to = b"-->"
            case "cdata":
                self._skip_to = b"]]>"
            case "entity":
                self.declares_entities = True
            case "start":
                if self._opened is not None and self._has_marc(start):
                    yield self._faulty(Reason.MALFORMED_XML)
                self._opened = start
            case _:
                if self._opened is not None and self._has_marc(end):
                    yield Element(self._offset + self._opened, self._buffer[self._opened : end])
                self._opened = None

    def _past_skipped(self) -> bool:
        """Move past a comment or a CDATA section; false if its end is not in the buffer yet."""
        if self._skip_to is None:
            return True
        end = self._buffer.find(self._skip_to, self._searched)
        if end < 0:
            return False
        self._searched, self._skip_to = end + len(self._skip_to), None
        return True

    def _has_marc(self, end: int) -> bool:
        return _HAS_MARC.search(self._buffer, self._opened or 0, end) is not None

    def _faulty(self, reason: Reason) -> Element:
        return Element(self._offset + (self._opened or 0), b"", reason)

    def _forgotten(self) -> Iterator[Element]:
        """Drop the bytes that are no longer needed, and a record that grows without end."""
        if self._opened is not None and len(self._buffer) - self._opened > LONGEST_RECORD:
            yield self._faulty(Reason.TOO_LONG)
            self._opened = None
        if self._opened is not None:
            done = self._opened
        elif self._skip_to is not None:
            done = max(self._searched, len(self._buffer) - len(self._skip_to))
        else:
            done = self._searched
        self._buffer = self._buffer[done:]
        self._offset += done
        self._searched = max(0, self._searched - done)
        if self._opened is not None:
            self._opened = 0


def parsed(data: bytes, *, encoding: str) -> tuple[Record, tuple[Doubt, ...]]:
    """Read one record element.

    :raises Unreadable: the element is not well-formed or holds no field.
    """
    text, doubts = _decoded(data, encoding)
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub("", text)
        doubts = (*doubts, Doubt.CHARACTERS_REPLACED)
    builder = _Builder()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        if error.code == _UNDEFINED_ENTITY:
            detail = "the record uses an entity; entities are never expanded"
            raise Unreadable(Reason.UNSAFE_XML, detail) from None
        raise Unreadable(Reason.MALFORMED_XML, expat.ErrorString(error.code)) from None
    if not builder.fields:
        raise Unreadable(Reason.NO_FIELDS, "the record has no field")
    return Record(builder.leader, tuple(builder.fields), builder.format_hint), doubts


def _as_streamed(encoding: str) -> str:
    """Return the encoding of the stream: UTF-16 has become UTF-8 on the way."""
    return "utf-8" if encoding.lower().startswith("utf-16") else encoding


def _decoded(data: bytes, encoding: str) -> tuple[str, tuple[Doubt, ...]]:
    try:
        return data.decode(encoding), ()
    except (UnicodeDecodeError, LookupError):
        pass
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), (Doubt.SAID_UTF8_WAS_LATIN1,)


class _Builder:
    """Collects what expat tells about one record."""

    def __init__(self) -> None:
        self.leader = ""
        self.format_hint = ""
        self.fields: list[Field] = []
        self._tag = ""
        self._indicators = "  "
        self._subfields: list[Subfield] = []
        self._code = ""
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._text.clear()
        match name.rpartition(":")[2]:
            case "record":
                self.format_hint = attributes.get("format", "")
            case "controlfield":
                self._tag = attributes.get("tag", "")
            case "datafield":
                self._tag = attributes.get("tag", "")
                self._indicators = "".join(
                    (attributes.get(name) or " ")[:1] for name in ("ind1", "ind2")
                )
                self._subfields = []
            case "subfield":
                self._code = attributes.get("code", "")

    def text(self, data: str) -> None:
        self._text.append(data)

    def end(self, name: str) -> None:
        value = clean("".join(self._text))
        match name.rpartition(":")[2]:
            case "leader":
                self.leader = value
            case "controlfield":
                self.fields.append(Field(self._tag, value=value))
            case "subfield":
                self._subfields.append(Subfield(self._code, value))
            case "datafield":
                subfields = tuple(self._subfields)
                bare = value if value.strip() and not subfields else ""
                self.fields.append(Field(self._tag, bare, self._indicators, subfields))
        self._text.clear()
