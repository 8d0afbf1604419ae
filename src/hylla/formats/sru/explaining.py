"""What can be asked here, as ZeeRex tells it (explain.z3950.org/dtd/2.0)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from hylla.formats.sru.answering import packing, response, version_told
from hylla.formats.sru.asking import MOST_RECORDS, USUAL_RECORDS, Version
from hylla.formats.xml import Xml, tag

ZEEREX = "http://explain.z3950.org/dtd/2.0/"
_RELATIONS = ("=", "==", "all", "any", "adj", "<", ">", "<=", ">=", "<>", "within")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Who answers, where, and what may be asked: context sets, indexes by set, schemas, sort keys.

    A schema has its short name, its identifier and its title.
    """

    title: str
    address: str
    sets: Mapping[str, str]
    indexes: Sequence[str]
    schemas: Sequence[tuple[str, str, str]]
    sortable: Sequence[str]


def explained(told: Explanation, *, version: Version) -> str:
    """Return the explanation as an answer."""
    record = tag(
        "record",
        tag("recordSchema", ZEEREX),
        packing(version, is_text=False),
        tag("recordData", _explain(told, version)),
    )
    return response("explainResponse", [*version_told(version), record], version=version)


def _explain(told: Explanation, version: Version) -> Xml:
    return tag(
        "explain",
        _server(told, version),
        tag("databaseInfo", tag("title", told.title, attributes={"primary": "true"})),
        tag("indexInfo", *_sets(told), *_indexes(told)),
        tag("schemaInfo", *_schemas(told)),
        _config(),
        attributes={"xmlns": ZEEREX},
    )


def _server(told: Explanation, version: Version) -> Xml:
    address = urlsplit(told.address)
    port = address.port or (443 if address.scheme == "https" else 80)
    return tag(
        "serverInfo",
        tag("host", address.hostname or ""),
        tag("port", str(port)),
        tag("database", address.path.strip("/")),
        attributes={
            "protocol": "SRU",
            "version": version.value,
            "transport": address.scheme,
            "method": "GET POST",
        },
    )


def _sets(told: Explanation) -> list[Xml]:
    named = told.sets.items()
    return [tag("set", attributes={"identifier": uri, "name": name}) for name, uri in named]


def _indexes(told: Explanation) -> list[Xml]:
    found = []
    for each in told.indexes:
        prefix, _, name = each.partition(".")
        sortable = "true" if each in told.sortable else "false"
        found.append(
            tag(
                "index",
                tag("title", each),
                tag("map", tag("name", name, attributes={"set": prefix})),
                attributes={"search": "true", "scan": "false", "sort": sortable},
            )
        )
    return found


def _schemas(told: Explanation) -> list[Xml]:
    return [
        tag(
            "schema",
            tag("title", title),
            attributes={"identifier": uri, "name": name, "sort": "false", "retrieve": "true"},
        )
        for name, uri, title in told.schemas
    ]


def _config() -> Xml:
    return tag(
        "configInfo",
        tag("default", str(USUAL_RECORDS), attributes={"type": "numberOfRecords"}),
        tag("setting", str(MOST_RECORDS), attributes={"type": "maximumRecords"}),
        *(tag("supports", each, attributes={"type": "relation"}) for each in _RELATIONS),
        *(tag("supports", each, attributes={"type": "maskingCharacter"}) for each in ("*",)),
    )
