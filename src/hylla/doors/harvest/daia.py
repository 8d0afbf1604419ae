"""DAIA: whether a title can be had, copy by copy, and when; never who has one."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from hylla.catalogue.queries import find
from hylla.catalogue.queries.harvest import titles_told
from hylla.catalogue.rules.isbn import isbn_asked
from hylla.catalogue.rules.wanted import Asked, Index, Leaf, Match
from hylla.circulation.queries import (
    ItemPlace,
    ItemState,
    availability,
    items_of,
    lendable,
    waited_for,
)
from hylla.doors.parts.crawling import paced
from hylla.doors.parts.lasting import lasting, site_of
from hylla.doors.parts.page import today_of
from hylla.doors.parts.who import now_of
from hylla.formats import daia as protocol
from hylla.formats.daia import UNKNOWN, Document, Faulty, Item, Unavailable
from hylla.formats.titles import Title
from hylla.library.queries import branches, policy_in_force

EDITIONS = 5
"""How many titles with one ISBN are told of."""
PRESENTATION, LOAN = "presentation", "loan"
_GONE = frozenset({ItemPlace.LOST, ItemPlace.MISSING, ItemPlace.WITHDRAWN})
_NUMBER = re.compile("[0-9]{1,18}")


@require_http_methods(["GET", "HEAD", "OPTIONS"])
@paced
def daia(request: HttpRequest) -> HttpResponse:
    """Tell whether titles can be had; they are asked for by address, OAI identifier or ISBN."""
    told = {str(name): str(value) for name, value in request.GET.items()}
    if request.method == "OPTIONS":
        return _with_headers(HttpResponse())
    try:
        ask = protocol.asked(told)
    except Faulty as fault:
        text, kind = protocol.written(protocol.failure(422, "invalid_request", str(fault)))
        return _with_headers(HttpResponse(text, status=422, content_type=kind))
    body = protocol.answer(
        list(_documents(ask.identifiers, request)),
        institution=policy_in_force().name,
        home=f"{site_of(request)}/",
        now=now_of(request),
    )
    text, kind = protocol.written(body, callback=ask.callback)
    answer = _with_headers(HttpResponse(text, content_type=kind))
    if ask.rest:
        rest = urlencode({"id": "|".join(ask.rest), "format": "json"})
        answer.headers["Link"] = f'<{site_of(request)}{request.path}?{rest}>; rel="next"'
    return answer


def _with_headers(answer: HttpResponse) -> HttpResponse:
    """Let any page's script read it: it is the same for everyone, and no cookie is looked at."""
    answer.headers["X-DAIA-Version"] = protocol.VERSION
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _documents(identifiers: tuple[str, ...], request: HttpRequest) -> Iterator[Document]:
    wanted = {each: _numbers(each, request) for each in identifiers}
    numbers = {number for found in wanted.values() for number in found}
    titles = titles_told(numbers, address=lasting(request))
    names = {each.id: each.name for each in branches()}
    done = set[int]()
    for identifier, found in wanted.items():
        for number in found:
            # Each document once, however often it was asked for (integrity rule 1).
            if number in titles and number not in done:
                done.add(number)
                yield _document(titles[number].title, identifier, names, request)


def _numbers(identifier: str, request: HttpRequest) -> tuple[int, ...]:
    """Return the titles that an identifier may mean."""
    text = identifier.removeprefix(lasting(request)(0).removesuffix("0/"))
    text = text.removeprefix(f"oai:{settings.HYLLA_PASSKEY_DOMAIN}:").removesuffix("/")
    if isbn := isbn_asked(text.removeprefix("urn:isbn:")):
        asked = Asked(Leaf(Index.ISBN, Match.EXACTLY, isbn))
        return find(asked, first=0, count=EDITIONS).record_ids
    return (int(text),) if _NUMBER.fullmatch(text) else ()


def _document(
    title: Title, requested: str, names: Mapping[int, str], request: HttpRequest
) -> Document:
    now, policy = now_of(request), policy_in_force()
    waiting = availability([title.number])[title.number].waiting
    told = _Told(
        title,
        today_of(request),
        waiting,
        waited_for(title.number, now=now, policy=policy) if waiting else frozenset(),
        lendable(title.number),
    )
    items = [told.item(each, branch=names[each.home_branch_id]) for each in items_of(title.number)]
    return Document(title.address, requested, title.whole_name, items)


@dataclass(frozen=True)
class _Told:
    """A title, and what of it is not told by its copies one by one."""

    title: Title
    on: date
    waiting: int
    for_others: Set[str]
    lent: Set[int]

    def item(self, state: ItemState, *, branch: str) -> Item:
        """Put a copy's state in the protocol's words; its barcode stays with us."""
        stands = state.place is ItemPlace.ON_SHELF
        free = {
            PRESENTATION: stands,
            LOAN: stands and state.item_id in self.lent and state.barcode not in self.for_others,
        }
        return Item(
            identifier=f"{self.title.address}#item-{state.item_id}",
            label=state.shelf_mark,
            department=branch,
            available=[service for service, is_free in free.items() if is_free],
            unavailable=[
                self._unavailable(service, state)
                for service, is_free in free.items()
                if not is_free
            ],
        )

    def _unavailable(self, service: str, state: ItemState) -> Unavailable:
        """Tell the due day, unless others wait, or it is past: nobody is told to be late."""
        if state.place in _GONE or (service == LOAN and state.item_id not in self.lent):
            return Unavailable(service)
        due_on = state.due_on
        is_told = due_on is not None and due_on >= self.on and not self.waiting
        return Unavailable(service, due_on if due_on and is_told else UNKNOWN, self.waiting)
