"""The answers (section 3.2), each a document of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from hylla.formats.oai.asking import Ask, Fault
from hylla.formats.xml import DECLARATION, Xml, joined, tag

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"


@dataclass(frozen=True, slots=True)
class Repository:
    """Who answers."""

    name: str
    address: str
    email: str
    earliest: date

    def identify(self) -> Xml:
        """Return what `Identify` asks for (4.2)."""
        return joined(
            tag("repositoryName", self.name),
            tag("baseURL", self.address),
            tag("protocolVersion", "2.0"),
            tag("adminEmail", self.email),
            tag("earliestDatestamp", self.earliest.isoformat()),
            tag("deletedRecord", "persistent"),
            tag("granularity", "YYYY-MM-DD"),
            tag("compression", "gzip"),
        )


@dataclass(frozen=True, slots=True)
class Header:
    """A record's name, the day it changed, its set, and whether it is gone (2.5)."""

    identifier: str
    on: date
    set_spec: str
    is_gone: bool

    def written(self) -> Xml:
        """Return it as an element."""
        status = {"status": "deleted"} if self.is_gone else {}
        return tag(
            "header",
            tag("identifier", self.identifier),
            tag("datestamp", self.on.isoformat()),
            tag("setSpec", self.set_spec),
            attributes=status,
        )


def record(header: Header, metadata: Xml | None) -> Xml:
    """Return a record; one that is gone has no metadata."""
    told = [] if metadata is None else [tag("metadata", metadata)]
    return tag("record", header.written(), *told)


def formats(known: Iterable[tuple[str, str, str]]) -> Xml:
    """Return the formats there are: prefix, schema and namespace of each (4.4)."""
    names = ("metadataPrefix", "schema", "metadataNamespace")
    rows = (zip(names, each, strict=True) for each in known)
    return joined(*(tag("metadataFormat", *(tag(n, text) for n, text in row)) for row in rows))


def sets(known: Mapping[str, str]) -> Xml:
    """Return the sets there are, by name (4.6)."""
    return joined(
        *(tag("set", tag("setSpec", spec), tag("setName", name)) for spec, name in known.items())
    )


def resumption(token: str, *, cursor: int, total: int, until: datetime) -> Xml:
    """Return where the list goes on, or that it ends here: then the token is empty (3.5)."""
    told = {"completeListSize": str(total), "cursor": str(cursor)}
    if token:
        told["expirationDate"] = _moment(until)
    return tag("resumptionToken", token, attributes=told)


def answer(ask: Ask, body: Xml, *, base: str, now: datetime) -> str:
    """Return the whole answer to a request."""
    return _document(tag("request", base, attributes=ask.given), tag(ask.verb, body), now=now)


def failure(fault: Fault, ask: Ask | None, *, base: str, now: datetime) -> str:
    """Return what is wrong; a request that cannot be read is not repeated (3.2.1.3)."""
    error = tag("error", fault.text, attributes={"code": fault.code.value})
    return _document(tag("request", base, attributes=ask.given if ask else {}), error, now=now)


def _document(request: Xml, body: Xml, *, now: datetime) -> str:
    attributes = {
        "xmlns": NAMESPACE,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
    }
    date_told = tag("responseDate", _moment(now))
    return DECLARATION + tag("OAI-PMH", date_told, request, body, attributes=attributes)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
