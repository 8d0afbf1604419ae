"""Lists as pages show them: what the ready one is called, and what stands on one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.catalogue.queries import editions_with, hits_of
from hylla.catalogue.queries.harvest import is_gone
from hylla.circulation.queries import Availability, availability
from hylla.circulation.queries.items import NO_COPIES
from hylla.doors.parts.covers import Cover, covers_of
from hylla.doors.parts.standing import availability_text, availability_tone
from hylla.doors.parts.who import now_of, patron_of
from hylla.library.queries import policy_in_force
from hylla.lists.queries import OnList, listed_among


@dataclass(frozen=True)
class Line:
    """A title on a list: where it leads (nowhere, if it is gone), and whether it is in."""

    id: UUID
    record_id: int | None
    title: str
    authors: str
    address: str
    is_work: bool
    note: str
    added_on: date
    state: str
    tone: str
    cover: Cover
    is_gone: bool


def name_of_list(name: str) -> str:
    """Return what a list is called; the ready one has no name of its own."""
    return name or _("Reading list")


def lines_of(titles: Iterable[OnList]) -> list[Line]:
    """Return the titles of a list as its page shows them."""
    shown = list(titles)
    editions = {each.id: _editions(each) for each in shown}
    states = availability({number for numbers in editions.values() for number in numbers})
    covers = covers_of(hits_of(each.record_id for each in shown if each.record_id))
    return [_line(each, [states[number] for number in editions[each.id]], covers) for each in shown]


def _editions(each: OnList) -> tuple[int, ...]:
    """Return the titles of which any will do."""
    if each.record_id is None:
        return ()
    if not each.is_work:
        return (each.record_id,)
    return tuple({each.record_id, *(hit.id for hit in editions_with(each.work_key))})


def _line(each: OnList, states: list[Availability], covers: Mapping[int, Cover]) -> Line:
    best = max(states, key=lambda state: (state.free, state.items), default=NO_COPIES)
    is_gone_now = each.record_id is None or (not best.items and is_gone(each.record_id))
    return Line(
        each.id,
        each.record_id,
        each.title,
        each.authors,
        _address(each),
        each.is_work,
        each.note,
        each.added_on,
        _("No longer in the library") if is_gone_now else availability_text(best),
        "quiet" if is_gone_now else availability_tone(best),
        covers.get(each.record_id or 0) or Cover(each.title, "", 1),
        is_gone_now,
    )


def on_lists(request: HttpRequest, record_ids: Iterable[int]) -> dict[str, Any]:
    """Return for a page with titles which of them stand on a list of whoever is logged in."""
    person_id, policy = patron_of(request), policy_in_force()
    if person_id is None or not policy.lists.offered:
        return {"on_list": frozenset()}
    return {"on_list": listed_among(record_ids, person_id, now=now_of(request), policy=policy)}


def _address(each: OnList) -> str:
    if each.record_id is None:
        return ""
    if each.is_work:
        return reverse("opac:work", args=[each.work_key])
    return reverse("opac:record", args=[each.record_id])
