"""Looks without a clear reason, removals that wait, and who goes for not coming any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.queries.unusual import Unusual, Why, unusual_looks
from hylla.doors.office.door import OFFICERS, for_office, office_page
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.passkeys import number_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import GLASS, Word
from hylla.library.actions import confirm_removal
from hylla.library.queries import StaffFacts, names_of, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import end_deferral, review_glass
from hylla.patrons.queries import details
from hylla.patrons.queries.glass import Glass, glass_alerts, glass_deferred, glass_to_review
from hylla.patrons.queries.inactivity import Preview, inactivity_preview
from hylla.privacy.access import record
from hylla.privacy.extract.words import role_text
from hylla.privacy.guard import MACHINE, Held, removals_held
from hylla.privacy.guard import Why as HeldWhy
from hylla.privacy.record.words import called
from hylla.privacy.vocabulary import Kind, Role

LOOKED_BACK = timedelta(days=7)
MOST = 100
"""So many looks are listed; the rest is counted."""

QUESTIONS: dict[Why, Word] = {
    Why.NOTHING_CAME_OF_IT: gettext_lazy("Nothing was done within a quarter of an hour"),
    Why.COLLEAGUE: gettext_lazy("The patron works here"),
    Why.SAME_NAME_AS_STAFF: gettext_lazy(
        "The patron has the family name of somebody who works here"
    ),
    Why.SAME_STREET_AS_STAFF: gettext_lazy("The patron lives where somebody lives who works here"),
}
HELD: dict[HeldWhy, Word] = {
    HeldWhy.MORE_THAN_USUAL: gettext_lazy("More than three times the usual"),
    HeldWhy.PART_OF_TABLE: gettext_lazy("A large part of all there is"),
    HeldWhy.CLOCK_JUMPED: gettext_lazy("The machine's clock has jumped"),
}


@dataclass(frozen=True)
class Question:
    """A look that is asked about, without whose record it was."""

    facts: Unusual
    role: str
    why: str
    whose: str = ""


@dataclass(frozen=True, repr=False)
class Broken:
    """A broken glass that nobody has looked at yet."""

    facts: Glass
    who: str
    agreed: str
    reason: str
    role: str
    is_own: bool


@dataclass(frozen=True)
class Waits:
    """A removal that waits for two people."""

    facts: Held
    what: str
    why: str
    by: str
    is_mine: bool


@for_office()
def shown(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what is to be looked at: removals that wait for anyone here, looks for the officer."""
    return _page(request, worker)


@for_office(OFFICERS)
def review(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Note that a broken glass was looked at."""
    number = number_of(told(request.POST, "glass"))
    if request.method != "POST" or number is None:
        return redirect("office:looks")
    try:
        review_glass(number, staff_id=worker.id, now=now_of(request))
    except Refused as refused:
        return _page(request, worker, why(refused))
    return _page(request, worker, good(_("Noted: you have looked at it.")))


@for_office(OFFICERS)
def end(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Let somebody read now what was kept back for an authority's work."""
    number = number_of(told(request.POST, "glass"))
    if request.method != "POST" or number is None:
        return redirect("office:looks")
    try:
        end_deferral(number, now=now_of(request))
    except Refused as refused:
        return _page(request, worker, why(refused))
    return _page(request, worker, good(_("Done: they read it from now on.")))


@for_office(OFFICERS)
def whose(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show whose record one look was at; that is written into the person's read log."""
    number = number_of(told(request.POST, "entry"))
    if request.method != "POST" or number is None:
        return redirect("office:looks")
    return _page(request, worker, opened=number)


@for_office()
def confirm(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Say yes to a removal that waits."""
    if request.method != "POST":
        return redirect("office:looks")
    try:
        missing = confirm_removal(
            told(request.POST, "clock"), staff_id=worker.id, now=now_of(request)
        )
    except Refused as refused:
        return _page(request, worker, why(refused))
    text = _("One more person must say yes.") if missing else _("It runs in the coming night.")
    return _page(request, worker, good(text))


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    said: Said | None = None,
    *,
    opened: int | None = None,
) -> HttpResponse:
    now, context = now_of(request), {}
    if worker.roles & set(OFFICERS):
        questions = _questions(request, worker, opened)
        if opened is not None and not any(each.whose for each in questions):
            said = bad(_("This look is not on the list any more."))
        context = {
            "questions": questions[:MOST],
            "more": max(0, len(questions) - MOST),
            "broken": _broken(worker, glass_to_review(policy=policy_in_force(), now=now)),
            "deferred": _broken(worker, glass_deferred()),
            "alerts": sorted(names_of(glass_alerts(now=now)).values()),
            "preview": _preview(now),
        }
    return office_page(
        request,
        worker,
        "office/looks.html",
        title=_("What is to be looked at"),
        said=said,
        held=_held(worker),
        is_officer=bool(context),
        **context,
    )


@transaction.atomic
def _questions(request: HttpRequest, worker: StaffFacts, opened: int | None) -> list[Question]:
    now = now_of(request)
    found = []
    for each in reversed(unusual_looks(since=now - LOOKED_BACK, until=now)):
        name = _name(each, worker, now) if each.entry_id == opened else ""
        found.append(Question(each, role_text(each.role), str(QUESTIONS[each.why]), name))
    return found


def _name(look: Unusual, worker: StaffFacts, now: datetime) -> str:
    record(
        look.person_id,
        at=now,
        role=Role.PRIVACY_OFFICER,
        unit=worker.branch.code,
        task=Task.LOOK_REVIEW,
        kinds={Kind.NAME, Kind.READ_LOG},
        staff_id=worker.id,
    )
    return details(look.person_id).name


def _broken(worker: StaffFacts, glasses: tuple[Glass, ...]) -> list[Broken]:
    names = names_of(
        [each.staff_id for each in glasses] + [each.approved_by_id for each in glasses]
    )
    return [
        Broken(
            each,
            names.get(each.staff_id or 0, ""),
            names.get(each.approved_by_id or 0, ""),
            str(GLASS[each.reason]),
            role_text(each.role),
            worker.id in {each.staff_id, each.approved_by_id},
        )
        for each in glasses
    ]


def _held(worker: StaffFacts) -> list[Waits]:
    waiting = removals_held()
    names = names_of(number for each in waiting for number in each.confirmed_by)
    return [
        Waits(
            each,
            _("Everything") if each.clock == MACHINE else called(each.clock.partition(":")[0]),
            str(HELD[each.why]),
            ", ".join(names[number] for number in each.confirmed_by if number in names),
            worker.id in each.confirmed_by,
        )
        for each in waiting
    ]


@dataclass(frozen=True)
class Going:
    """What the next night does about patrons who have not come for long."""

    facts: Preview
    held: list[tuple[str, int]]

    @property
    def number(self) -> int:
        """How many go."""
        return len(self.facts.going)


def _preview(now: datetime) -> Going:
    found = inactivity_preview(policy_in_force(), now=now)
    held = [(called(name), number) for name, number in found.held.items() if number]
    return Going(found, held)
