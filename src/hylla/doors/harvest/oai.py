"""OAI-PMH: the catalogue harvested, title by title, with those that are gone."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hylla.catalogue.queries import harvest
from hylla.catalogue.queries.harvest import Changed, Span, Told
from hylla.doors.parts.crawling import paced
from hylla.doors.parts.lasting import lasting, site_of
from hylla.doors.parts.who import now_of
from hylla.formats.marc import writing_xml as marcxml
from hylla.formats.marc.facts import Material
from hylla.formats.oai import Ask, Code, Fault, Header, Repository, Verb, answer, asked, failure
from hylla.formats.oai.answering import formats, record, resumption, sets
from hylla.formats.titles import dublin_core, mods
from hylla.formats.titles.marc import marc21_for_others
from hylla.formats.xml import Xml, joined
from hylla.library.queries import policy_in_force

AT_A_TIME = 100
TOKENS_LIVE = timedelta(days=1)
_SALT = "hylla.oai"
_NUMBER = re.compile("[0-9]{1,18}")
# Before the first title has come there is no first day; the protocol wants one.
_LONG_AGO = date(1970, 1, 1)

SETS: Mapping[str, str] = {each.value: each.value.capitalize() for each in Material}
"""What can be harvested by itself: a kind of material."""


@dataclass(frozen=True)
class Format:
    """A metadata format: schema, namespace, and how a title is written in it."""

    schema: str
    namespace: str
    write: Callable[[Told], Xml]


FORMATS: Mapping[str, Format] = {
    "oai_dc": Format(
        dublin_core.SCHEMA, dublin_core.NAMESPACE, lambda told: dublin_core.oai_dc(told.title)
    ),
    "marc21": Format(
        marcxml.SCHEMA,
        marcxml.NAMESPACE,
        lambda told: marcxml.marcxml_of(marc21_for_others(told.title, told.marc)),
    ),
    "mods": Format(mods.SCHEMA, mods.NAMESPACE, lambda told: mods.mods(told.title)),
}


@dataclass(frozen=True)
class _Place:
    """Where in a list a harvester is; what its token says."""

    verb: str
    prefix: str
    span: Span
    after: tuple[date, int] | None = None
    cursor: int = 0
    total: int = 0


@require_http_methods(["GET", "HEAD", "POST"])
@paced
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester, by GET or POST; what is wrong is told in the protocol's words."""
    base = f"{site_of(request)}{reverse('harvest:oai')}"
    told = request.POST if request.method == "POST" else request.GET
    ask, now = None, now_of(request)
    try:
        ask = asked({name: [str(value) for value in values] for name, values in told.lists()})
        text = answer(ask, _ANSWERS[ask.verb](ask, request), base=base, now=now)
    except Fault as fault:
        text = failure(fault, ask, base=base, now=now)
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


def _identify(ask: Ask, request: HttpRequest) -> Xml:
    policy = policy_in_force()
    return Repository(
        name=policy.name,
        address=f"{site_of(request)}{reverse('harvest:oai')}",
        email=str(policy.controller.email or settings.DEFAULT_FROM_EMAIL),
        earliest=harvest.earliest_change() or _LONG_AGO,
    ).identify()


def _formats(ask: Ask, request: HttpRequest) -> Xml:
    if ask.identifier:
        _changed(ask.identifier)
    return formats((name, each.schema, each.namespace) for name, each in FORMATS.items())


def _sets(ask: Ask, request: HttpRequest) -> Xml:
    if ask.token:
        raise Fault(Code.BAD_TOKEN, "the list of sets is short, and has no tokens")
    return sets(SETS)


def _record(ask: Ask, request: HttpRequest) -> Xml:
    write = _format(ask.prefix).write
    return joined(*_records([_changed(ask.identifier)], write, request))


def _list(ask: Ask, request: HttpRequest) -> Xml:
    place = _opened(ask, now=now_of(request)) if ask.token else _beginning(ask)
    write = _format(place.prefix).write
    # One more than is told shows whether there is more.
    found = harvest.changed(place.span, after=place.after, count=AT_A_TIME + 1)
    told, is_more = found[:AT_A_TIME], len(found) > AT_A_TIME
    if not told:
        raise Fault(Code.NO_RECORDS_MATCH, "nothing has changed in these days, in this set")
    if ask.verb is Verb.LIST_RECORDS:
        parts = list(_records(told, write, request))
    else:
        parts = [_header(each).written() for each in told]
    if is_more or ask.token:
        parts.append(_goes_on(place, told if is_more else (), request))
    return joined(*parts)


def _goes_on(place: _Place, told: tuple[Changed, ...], request: HttpRequest) -> Xml:
    """Return where the list goes on after what was told; after nothing it has ended."""
    until = now_of(request) + TOKENS_LIVE
    # Counted once for a list: a large catalogue takes a while to count.
    place = replace(place, total=place.total or harvest.count_of_changed(place.span))
    token = _sealed(place, told, until=until) if told else ""
    return resumption(token, cursor=place.cursor, total=place.total, until=until)


_ANSWERS: Mapping[Verb, Callable[[Ask, HttpRequest], Xml]] = {
    Verb.IDENTIFY: _identify,
    Verb.LIST_METADATA_FORMATS: _formats,
    Verb.LIST_SETS: _sets,
    Verb.LIST_IDENTIFIERS: _list,
    Verb.LIST_RECORDS: _list,
    Verb.GET_RECORD: _record,
}


def _format(prefix: str) -> Format:
    if prefix not in FORMATS:
        raise Fault(Code.CANNOT_DISSEMINATE, f"there is no such format; give one of {_names()}")
    return FORMATS[prefix]


def _names() -> str:
    return ", ".join(FORMATS)


def _beginning(ask: Ask) -> _Place:
    if ask.set_spec and ask.set_spec not in SETS:
        raise Fault(Code.NO_RECORDS_MATCH, f"there is no such set; the sets are {', '.join(SETS)}")
    return _Place(ask.verb, ask.prefix, Span(ask.since, ask.until, ask.set_spec))


def _identifier(number: int) -> str:
    return f"oai:{settings.HYLLA_PASSKEY_DOMAIN}:{number}"


def _changed(identifier: str) -> Changed:
    """Return the title of an identifier, also one that is gone."""
    number = identifier.removeprefix(f"oai:{settings.HYLLA_PASSKEY_DOMAIN}:")
    found = harvest.change_of(int(number)) if _NUMBER.fullmatch(number) else None
    if found is None or _identifier(found.number) != identifier:
        raise Fault(Code.ID_DOES_NOT_EXIST, f"identifiers here look like {_identifier(17)}")
    return found


def _header(each: Changed) -> Header:
    return Header(_identifier(each.number), each.on, each.kind, each.is_gone)


def _records(
    changed: list[Changed] | tuple[Changed, ...], write: Callable[[Told], Xml], request: HttpRequest
) -> Iterator[Xml]:
    here = [each.number for each in changed if not each.is_gone]
    told = harvest.titles_told(here, address=lasting(request))
    for each in changed:
        title = told.get(each.number)
        yield record(_header(each), write(title) if title else None)


def _sealed(place: _Place, told: tuple[Changed, ...], *, until: datetime) -> str:
    """Return a token: where the list goes on, signed, so that nothing is kept here."""
    last = told[-1]
    state = [
        place.verb,
        place.prefix,
        place.span.kind,
        *(day.isoformat() if day else "" for day in (place.span.since, place.span.until)),
        last.on.isoformat(),
        last.number,
        place.cursor + len(told),
        place.total,
        round(until.timestamp()),
    ]
    return signing.Signer(salt=_SALT).sign_object(state)


def _opened(ask: Ask, *, now: datetime) -> _Place:
    try:
        state = signing.Signer(salt=_SALT).unsign_object(ask.token)
    except signing.BadSignature:
        raise Fault(Code.BAD_TOKEN, "this token is not one of ours; begin again") from None
    verb, prefix, kind, since, until, on, number, cursor, total, ends = state
    if now.timestamp() > ends:
        raise Fault(Code.BAD_TOKEN, "this token is more than a day old; begin again")
    if verb != ask.verb:
        raise Fault(Code.BAD_TOKEN, f"this token goes on with {verb}")
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    after = (date.fromisoformat(on), number)
    return _Place(verb, prefix, Span(first, last, kind), after, cursor, total)
