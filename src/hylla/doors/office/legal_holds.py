"""Data that a law holds back: asked for, agreed to by two people, prolonged, ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from hylla.doors.office.door import OFFICERS, for_office, office_page, said_yes
from hylla.doors.office.held_rows import log_look
from hylla.doors.office.legal_hold_form import (
    FIELDS,
    REASONS,
    HoldForm,
    LongerForm,
    end_of,
    ground_of,
)
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, names_of, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import legal_holds as acts
from hylla.patrons.queries import details
from hylla.privacy.clocks import ends
from hylla.privacy.declarations import TOLD_LATER
from hylla.privacy.legal_holds import HoldFacts, legal_hold, legal_holds, rows_held
from hylla.privacy.policy import Policy
from hylla.privacy.record.words import called
from hylla.privacy.rights.restriction import Restricted
from hylla.privacy.vocabulary import Kind


@dataclass(frozen=True)
class Row:
    """A hold in the list: it names nobody."""

    facts: HoldFacts
    tables: str
    reason: str
    last_on: date
    asked_on: date | None
    owner: str
    tone: str
    state: str


Act = Callable[[HttpRequest, StaffFacts, UUID], Said]


@for_office(OFFICERS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """List what is held and what waits for a second yes, and ask for more."""
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.ask_to_hold(
                card=form.cleaned_data["card"],
                ground=ground_of(form.cleaned_data),
                staff_id=worker.id,
                now=now_of(request),
            )
        except Refused as refused:
            form.refuse(refused, FIELDS)
        else:
            return redirect("office:legal_hold", hold_id=made)
    policy, now = policy_in_force(), now_of(request)
    is_wrong = bool(form.errors)
    return office_page(
        request,
        worker,
        "office/legal_holds.html",
        title=_("Not asked for: check what you wrote") if is_wrong else _("Held by law"),
        rows=[_row(each, policy) for each in legal_holds(policy=policy, now=now)],
        form=form,
        status=422 if is_wrong else 200,
    )


@for_office()
def one(request: HttpRequest, worker: StaffFacts, hold_id: UUID) -> HttpResponse:
    """Show one hold; whose it is, to the officer and to who is asked to say yes to it."""
    return _one(request, worker, hold_id)


@for_office()
def agree(request: HttpRequest, worker: StaffFacts, hold_id: UUID) -> HttpResponse:
    """Say yes to a hold, or to its later end."""
    until_at = parse_datetime(told(request.POST, "until"))
    if request.method != "POST" or until_at is None:
        return redirect("office:legal_hold", hold_id=hold_id)
    try:
        missing = acts.agree_to_hold(
            hold_id,
            until_at=until_at,
            staff_id=worker.id,
            policy=policy_in_force(),
            now=now_of(request),
        )
    except Refused as refused:
        return _one(request, worker, hold_id, why(refused))
    said = said_yes(missing, _("Two people have said yes: it is in force."))
    return _one(request, worker, hold_id, said)


@for_office(OFFICERS)
def change(request: HttpRequest, worker: StaffFacts, hold_id: UUID) -> HttpResponse:
    """Ask for a later end, end it, take it over, or let the person know."""
    act = ACTS.get(told(request.POST, "act"))
    if request.method != "POST" or act is None:
        return redirect("office:legal_hold", hold_id=hold_id)
    try:
        said = act(request, worker, hold_id)
    except Refused as refused:
        said = why(refused)
    return _one(request, worker, hold_id, said)


def _ask_longer(request: HttpRequest, worker: StaffFacts, hold_id: UUID) -> Said:
    form = LongerForm(request.POST)
    if not form.is_valid():
        return bad(_("Give a day that is to come, at most 90 days from now."))
    until = end_of(form.cleaned_data["until_on"])
    acts.ask_for_longer(hold_id, until_at=until, staff_id=worker.id, now=now_of(request))
    return good(_("Asked. A second person must say yes; until then the first day stands."))


def _end(request: HttpRequest, worker: StaffFacts, hold_id: UUID) -> Said:
    acts.let_go(hold_id, staff_id=worker.id, now=now_of(request))
    return good(_("Ended. What is past its date goes in the coming night."))


def _take_over(request: HttpRequest, worker: StaffFacts, hold_id: UUID) -> Said:
    acts.answer_for_hold(hold_id, staff_id=worker.id, now=now_of(request))
    return good(_("From now on you answer for it."))


def _tell(request: HttpRequest, worker: StaffFacts, hold_id: UUID) -> Said:
    acts.tell_of_hold(hold_id, staff_id=worker.id, now=now_of(request))
    return good(_("Done: they read it from now on."))


ACTS: Mapping[str, Act] = {
    "longer": _ask_longer,
    "end": _end,
    "take_over": _take_over,
    "tell": _tell,
}


def _one(
    request: HttpRequest, worker: StaffFacts, hold_id: UUID, said: Said | None = None
) -> HttpResponse:
    facts = legal_hold(hold_id, policy=policy_in_force(), now=now_of(request))
    if facts is None and said is None:
        raise Http404
    if facts is None:
        return redirect("office:legal_holds")
    is_officer = bool(worker.roles & set(OFFICERS))
    is_asked = facts.asked is not None and not facts.is_over
    return office_page(
        request,
        worker,
        "office/legal_hold.html",
        title=_("Held by law"),
        said=said,
        row=_row(facts, policy_in_force()),
        name=_name(request, worker, facts) if is_officer or is_asked else "",
        told_on=_told_on(facts, policy_in_force()),
        counts=[(called(label), number) for label, number in rows_held(facts).items()],
        has_agreed=facts.asked is not None and worker.id in facts.asked.by,
        is_mine=facts.owner_id == worker.id,
        is_officer=is_officer,
        is_shown=is_officer or is_asked,
        is_asked=is_asked,
        form=LongerForm(),
    )


@transaction.atomic
def _name(request: HttpRequest, worker: StaffFacts, facts: HoldFacts) -> str:
    """Return whose it is, or nothing where only the officer may read that now."""
    try:
        log_look(request, worker, facts, kinds={Kind.NAME, Kind.REQUEST})
    except Restricted:
        return ""
    return details(facts.person_id).name


def _told_on(facts: HoldFacts, policy: Policy) -> date | None:
    """Return the day on which the person is told at the latest, where they are not yet."""
    if facts.deferred_at is None:
        return None
    return ends(TOLD_LATER, policy=policy, since=facts.deferred_at)


def _row(facts: HoldFacts, policy: Policy) -> Row:
    tone, state = _state(facts)
    asked = facts.asked_until_at
    return Row(
        facts=facts,
        tables=", ".join(called(each) for each in facts.tables),
        reason=str(REASONS[facts.reason]),
        last_on=_last_on(facts.until_at, policy),
        asked_on=_last_on(asked, policy) if asked else None,
        owner=names_of([facts.owner_id]).get(facts.owner_id, ""),
        tone=tone,
        state=state,
    )


def _last_on(until_at: datetime, policy: Policy) -> date:
    return (until_at - timedelta(microseconds=1)).astimezone(policy.zone).date()


def _state(facts: HoldFacts) -> tuple[str, str]:
    if facts.is_over:
        return "quiet", _("over")
    if facts.in_force_at is None:
        return "notice", _("waits for a second yes")
    if facts.asked is not None:
        return "notice", _("in force, asked to last longer")
    return "good", _("in force")
