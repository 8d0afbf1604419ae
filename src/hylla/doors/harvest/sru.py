"""SRU: the catalogue searched by other programs, in CQL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hylla.catalogue.queries import find
from hylla.catalogue.queries.harvest import Told, titles_told
from hylla.catalogue.rules import by_cql
from hylla.doors.parts.crawling import paced
from hylla.doors.parts.lasting import lasting, site_of
from hylla.formats import sru as protocol
from hylla.formats.marc import writing_xml as marcxml
from hylla.formats.sru import Answer, Ask, Diagnostic, Explanation, FoundRecord, Number, Operation
from hylla.formats.titles import dublin_core, mods
from hylla.formats.titles.marc import marc21_for_others
from hylla.formats.xml import Xml
from hylla.library.queries import policy_in_force

MARC, DC, MODS = (
    "info:srw/schema/1/marcxml-v1.1",
    "info:srw/schema/1/dc-v1.1",
    "info:srw/schema/1/mods-v3.7",
)


@dataclass(frozen=True)
class Schema:
    """What a record can be given in, and how a title is written in it."""

    name: str
    title: str
    write: Callable[[Told], Xml]


SCHEMAS: Mapping[str, Schema] = {
    MARC: Schema(
        "marcxml",
        "MARCXML",
        lambda told: marcxml.marcxml_of(marc21_for_others(told.title, told.marc)),
    ),
    DC: Schema("dc", "Dublin Core", lambda told: dublin_core.srw_dc(told.title)),
    MODS: Schema("mods", "MODS 3.7", lambda told: mods.mods(told.title)),
}
# Other names that clients have for them.
_NAMES: Mapping[str, str] = {
    "": MARC,
    **{schema.name: uri for uri, schema in SCHEMAS.items()},
    **dict.fromkeys(("marc21", "marc", marcxml.NAMESPACE), MARC),
    dublin_core.ELEMENTS: DC,
    mods.NAMESPACE: MODS,
}


@require_http_methods(["GET", "HEAD", "POST"])
@paced
def sru(request: HttpRequest) -> HttpResponse:
    """Explain, or search; what is wrong is told by the protocol's numbers, in a whole answer."""
    sent = request.POST if request.method == "POST" else request.GET
    told = {str(name): str(value) for name, value in sent.items()}
    try:
        ask = protocol.asked(told)
        text = _explained(ask, request) if _is_explain(ask) else _found(ask, request)
    except Diagnostic as fault:
        text = protocol.refused(fault, version=protocol.version_of(told))
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


def _is_explain(ask: Ask) -> bool:
    return ask.operation is Operation.EXPLAIN


def _explained(ask: Ask, request: HttpRequest) -> str:
    told = Explanation(
        title=policy_in_force().name,
        address=f"{site_of(request)}{reverse('harvest:sru')}",
        sets=by_cql.SETS,
        indexes=[*by_cql.INDEXES, by_cql.ALL_RECORDS],
        schemas=[(each.name, uri, each.title) for uri, each in SCHEMAS.items()],
        sortable=list(by_cql.ORDERS),
    )
    return protocol.explained(told, version=ask.version)


def _found(ask: Ask, request: HttpRequest) -> str:
    uri = ask.schema if ask.schema in SCHEMAS else _NAMES.get(ask.schema, "")
    if not uri:
        raise Diagnostic(Number.UNKNOWN_SCHEMA_FOR_RETRIEVAL, ask.schema)
    answer = find(by_cql.asked(ask.query), first=ask.first - 1, count=ask.count)
    if ask.first > max(answer.total, 1):
        raise Diagnostic(Number.FIRST_RECORD_POSITION_OUT_OF_RANGE, str(answer.total))
    titles = titles_told(answer.record_ids, address=lasting(request))
    records = [
        FoundRecord(titles[each].title.address, SCHEMAS[uri].write(titles[each]))
        for each in answer.record_ids
        if each in titles
    ]
    return protocol.answer(ask, Answer(uri, records, answer.total))
