"""What processors must delete: whom to ask about, by when they answer, and that they have."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.doors.office.door import OFFICERS, for_office, office_page
from hylla.doors.parts.forms import Form, day, line
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.passkeys import number_of
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.fees.queries import collectors
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.privacy.access import record
from hylla.privacy.policy import Processor
from hylla.privacy.rights.deletions import (
    KeptByLaw,
    NotByLaw,
    ToDelete,
    deletions_kept,
    deletions_waiting,
    note_asked,
    note_deleted,
    note_kept,
)
from hylla.privacy.vocabulary import Kind, Role

SHOWN = {Kind.CONTACT, Kind.REQUEST}


class KeptForm(Form):
    """On which law a processor keeps something, and until when; asked beside other buttons."""

    use_required_attribute = False
    law = line(gettext_lazy("The law that makes it keep something"), max_length=100, required=False)
    until_on = day(gettext_lazy("The last day it must keep it"), required=False)


@dataclass(frozen=True)
class Batch:
    """What one processor is asked about together, or was."""

    recipient: str
    processor: Processor | None
    is_collector: bool
    told_at: datetime | None
    due_at: datetime | None
    asks: int
    is_late: bool
    kept_law: str
    kept_until_on: date | None
    rows: tuple[ToDelete, ...]
    form: KeptForm


@for_office(OFFICERS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """List who must delete whom, by what they know them by."""
    return _page(request, worker)


@for_office(OFFICERS)
def asked(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Note that a processor was asked, or asked again."""

    def act(ids: list[int]) -> str:
        number = note_asked(ids, policy=policy_in_force(), now=now_of(request))
        text = ngettext(
            "Noted: it was asked to delete %(number)d.",
            "Noted: it was asked to delete %(number)d.",
            number,
        )
        return text % {"number": number} if number else ""

    return _done(request, worker, act)


@for_office(OFFICERS)
def deleted(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Note that a processor says that it has deleted."""

    def act(ids: list[int]) -> str:
        number = note_deleted(ids, now=now_of(request))
        text = ngettext(
            "Noted: %(number)d is deleted there, and what it was known by is gone here.",
            "Noted: %(number)d are deleted there, and what they were known by is gone here.",
            number,
        )
        return text % {"number": number} if number else ""

    return _done(request, worker, act)


@for_office(OFFICERS)
def kept(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Note that a processor must keep something because of a law, and until when."""
    form = KeptForm(request.POST)
    until_on = form.cleaned_data["until_on"] if form.is_valid() else None

    def act(ids: list[int]) -> str:
        ground = KeptByLaw(told(request.POST, "law"), until_on or date.min)
        number = note_kept(ids, ground, now=now_of(request))
        text = ngettext(
            "Noted: it keeps something of %(number)d. You are reminded when the day has come.",
            "Noted: it keeps something of %(number)d. You are reminded when the day has come.",
            number,
        )
        return text % {"number": number} if number else ""

    try:
        return _done(request, worker, act)
    except NotByLaw:
        wrong = _("Not noted: give the law, and a day that is to come, at most ten years from now.")
        return _page(request, worker, bad(wrong))


def _done(
    request: HttpRequest, worker: StaffFacts, act: Callable[[list[int]], str]
) -> HttpResponse:
    if request.method != "POST":
        return redirect("office:deletions")
    done = act([number_of(each) for each in request.POST.getlist("deletion")])
    nothing = _("Nothing is noted: tick whom it is about.")
    return _page(request, worker, good(done) if done else bad(nothing))


@transaction.atomic
def _page(request: HttpRequest, worker: StaffFacts, said: Said | None = None) -> HttpResponse:
    waiting, held = deletions_waiting(now=now_of(request)), deletions_kept(now=now_of(request))
    for person_id in {each.person_id for each in (*waiting, *held) if each.person_id}:
        # Somebody for whom only a part has ended yet: the others are gone, and have no log.
        record(
            person_id,
            at=now_of(request),
            role=Role.PRIVACY_OFFICER,
            unit=worker.branch.code,
            task=Task.RIGHTS,
            kinds=SHOWN,
            staff_id=worker.id,
        )
    return office_page(
        request,
        worker,
        "office/deletions.html",
        title=_("What processors must delete"),
        said=said,
        batches=list(batches(waiting)),
        kept=list(batches(held)),
    )


def batches(waiting: Iterable[ToDelete]) -> Iterable[Batch]:
    """Put together what one processor was asked at one moment, or has still to be asked."""
    policy = policy_in_force()
    named, collecting = {each.name: each for each in policy.processors}, collectors(policy)
    for _key, group in groupby(waiting, key=_together):
        rows = tuple(group)
        first = rows[0].told
        yield Batch(
            recipient=first.recipient,
            processor=named.get(first.recipient),
            is_collector=first.recipient in collecting,
            told_at=first.told_at,
            due_at=first.due_at,
            asks=first.asks,
            is_late=first.is_late,
            kept_law=first.kept_law,
            kept_until_on=first.kept_until_on,
            rows=rows,
            form=KeptForm(auto_id=f"id_%s_{first.id}"),
        )


def _together(each: ToDelete) -> tuple[object, ...]:
    told = each.told
    return not told.is_late, told.recipient, told.told_at, told.kept_law, told.kept_until_on
