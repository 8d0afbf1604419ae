"""Going to every address of the house, in every role, and reading what stands there."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hylla.privacy.matrix import When
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role
from tests.doors.sight.planting import (
    AGREEMENT,
    HOLD,
    INVOICE,
    LIST,
    REQUEST,
    REVIEW,
    Mark,
    Planted,
)
from tests.formats.paper.reading import text_of

DOORS = ("desk", "office", "cataloguing", "mypage", "kiosk", "joining", "guide", "opac", "harvest")
SAMPLES: dict[str, Any] = {
    "record_id": 1,
    "work_key": "0",
    "address": "unknown",
    "version": "1.0",
    "kind": "periods",
    "form": "md",
    "word": "unknown",
    "request_id": REQUEST,
    "hold_id": HOLD,
    "invoice_id": INVOICE,
    "sentence_id": "loans-are-told-to-you",
    "number": 1,
    "written": "ris",
    "feed": "rss",
    "part_number": 1,
    "place": 1,
    "part": "periods",
    "do": "add_field",
    "agreement": AGREEMENT,
    "review_id": REVIEW,
    "list_id": LIST,
    "reference": "Markreference",
    "school_class": "Mark 4B",
}
"""A value for each part of an address; an address with a part that is not here fails the test."""
IDENTIFYING = {"name", "card", "contact", "address", "national_id"}
NAMING = {"reviews.Reviewer.name"}
"""A column that says whose a review is, if not who that is."""
THINGS = {"loans", "holds", "school_class", "reviews"}
"""A title on a shelf, a class in a list of classes and a text that waits to be read are things;
beside one of those above they are somebody's."""


@dataclass(frozen=True)
class Looker:
    """Someone who looks: in which role, what is the case, in which browser, at which doors."""

    name: str
    role: Role | None
    whens: tuple[When, ...]
    client: Client
    doors: tuple[str, ...]
    begin: Callable[[Client], object] = field(default=lambda client: None)
    """What is done once, before the first page."""


@dataclass(frozen=True)
class Sight:
    """What was on one page of somebody planted, and what the read log says of it."""

    looker: Looker
    address: str
    method: str
    marks: frozenset[Mark]
    logged: frozenset[str]


def addresses(doors: tuple[str, ...]) -> Iterator[str]:
    """Yield every address of these doors, from the table of addresses itself."""
    for door, pattern in patterns():
        if door in doors:
            kwargs = {name: SAMPLES[name] for name in pattern.pattern.regex.groupindex}
            yield reverse(f"{door}:{pattern.name}", kwargs=kwargs or None)


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the house, with its door."""
    yield from _patterns(get_resolver().url_patterns, "")


def _patterns(patterns: list[Any], door: str) -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _patterns(each.url_patterns, each.namespace or each.app_name or door)
        else:
            yield door, each


def look(looker: Looker, planted: Planted) -> Iterator[Sight]:
    """Ask for every page and send every form; what was changed is taken back each time."""
    looker.begin(looker.client)
    for address in addresses(looker.doors):
        for method in "get", "post":
            yield look_at(looker, planted, address, method)


def look_at(looker: Looker, planted: Planted, address: str, method: str) -> Sight:
    looker.client.raise_request_exception = False
    with transaction.atomic():
        before = set(AccessEntry.objects.values_list("pk", flat=True))
        told = planted.told if method == "post" else {}
        cookies = copy(looker.client.cookies)
        answer = getattr(looker.client, method)(address, told)
        marks = marks_in(read(answer), planted, told)
        rows = AccessEntry.objects.filter(person_id=planted.patron.id).exclude(pk__in=before)
        logged = frozenset(kind for row in rows for kind in row.kinds.split())
        transaction.set_rollback(True)
    looker.client.cookies = cookies
    return Sight(looker, address, method, marks, logged)


def read(answer: Any) -> str:
    """Return all that an answer says: a page, a PDF, or the files of an archive."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    if "pdf" in kind:
        return text_of(body)
    if "zip" in kind:
        archive = zipfile.ZipFile(io.BytesIO(body))
        names = [each for each in archive.namelist() if not each.endswith(".pdf")]
        return "".join(archive.read(each).decode() for each in names)
    return body.decode(errors="replace")


def marks_in(text: str, planted: Planted, told: dict[str, Any]) -> frozenset[Mark]:
    """Return the marks that stand in a text, without what the looker typed."""
    plain = re.sub(r"\s|&nbsp;|\N{NO-BREAK SPACE}", "", text).casefold()
    typed = [re.sub(r"\s", "", str(each)).casefold() for each in told.values()]
    found = {
        each
        for each in planted.marks
        if each.value in plain and not any(each.value in one for one in typed)
    }
    whose = any(each.field.value in IDENTIFYING or each.column in NAMING for each in found)
    return frozenset(each for each in found if whose or each.field.value not in THINGS)
