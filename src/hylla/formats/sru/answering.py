"""The answers, whose elements have other names and another namespace in version 2.0."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hylla.formats.sru.asking import Ask, Version
from hylla.formats.sru.diagnostics import Diagnostic
from hylla.formats.xml import DECLARATION, Xml, tag


@dataclass(frozen=True, slots=True)
class _Names:
    """What one version calls things."""

    response: str
    diagnostic: str
    packing: str


_OLD = _Names(
    "http://www.loc.gov/zing/srw/", "http://www.loc.gov/zing/srw/diagnostic/", "recordPacking"
)
_NAMES = {
    Version.V1_1: _OLD,
    Version.V1_2: _OLD,
    Version.V2_0: _Names(
        "http://docs.oasis-open.org/ns/search-ws/sruResponse",
        "http://docs.oasis-open.org/ns/search-ws/diagnostic",
        "recordXMLEscaping",
    ),
}


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record of an answer, by its lasting name, in the schema that was asked for."""

    identifier: str
    markup: Xml


@dataclass(frozen=True, slots=True)
class Answer:
    """Some of what was found, in order, and how much there is."""

    schema: str
    records: Sequence[FoundRecord]
    total: int


def answer(ask: Ask, found: Answer) -> str:
    """Return what was found."""
    parts = [*_head(ask.version, found.total)]
    if found.records:
        numbered = enumerate(found.records, start=ask.first)
        parts.append(tag("records", *(_record(ask, found, at, each) for at, each in numbered)))
    following = ask.first + len(found.records)
    if found.records and following <= found.total:
        parts.append(tag("nextRecordPosition", str(following)))
    parts.append(_echoed(ask))
    return response("searchRetrieveResponse", parts, version=ask.version)


def refused(fault: Diagnostic, *, version: Version) -> str:
    """Return why there is no answer."""
    attributes = {"xmlns": _NAMES[version].diagnostic}
    told = [tag("details", fault.details)] if fault.details else []
    diagnostic = tag(
        "diagnostic",
        tag("uri", f"info:srw/diagnostic/1/{fault.number.value}"),
        *told,
        tag("message", fault.number.message),
        attributes=attributes,
    )
    parts = [*_head(version, 0), tag("diagnostics", diagnostic)]
    return response("searchRetrieveResponse", parts, version=version)


def response(name: str, parts: Sequence[Xml], *, version: Version) -> str:
    """Return a whole document."""
    return DECLARATION + tag(name, *parts, attributes={"xmlns": _NAMES[version].response})


def packing(version: Version, *, is_text: bool) -> Xml:
    """Return how a record is packed."""
    return tag(_NAMES[version].packing, "string" if is_text else "xml")


def version_told(version: Version) -> Iterator[Xml]:
    """Yield the version; 2.0 tells it by its namespace alone."""
    if version is not Version.V2_0:
        yield tag("version", version.value)


def _head(version: Version, total: int) -> Iterator[Xml]:
    yield from version_told(version)
    yield tag("numberOfRecords", str(total))


def _record(ask: Ask, found: Answer, at: int, each: FoundRecord) -> Xml:
    # Markup that is given as text is escaped like any other.
    data = str.__str__(each.markup) if ask.is_text else each.markup
    identifier = [] if ask.version is Version.V1_1 else [tag("recordIdentifier", each.identifier)]
    return tag(
        "record",
        tag("recordSchema", found.schema),
        packing(ask.version, is_text=ask.is_text),
        tag("recordData", data),
        *identifier,
        tag("recordPosition", str(at)),
    )


def _echoed(ask: Ask) -> Xml:
    """Return the request as it came, without what nobody knows."""
    names = ("version", "query", "startRecord", "maximumRecords", "recordSchema")
    told = (tag(name, ask.given[name]) for name in names if ask.given.get(name))
    return tag("echoedSearchRetrieveRequest", *told)
