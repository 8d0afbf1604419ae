"""A patron stops waiting, waits again after all, pauses, or fetches at another branch."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.catalogue.queries import record
from hylla.circulation.actions import (
    Cancelled,
    Editions,
    cancel_hold,
    cancel_set,
    move_hold,
    restore_hold,
    resume_hold,
    settle_for,
    suspend_hold,
)
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.pausing import Pause
from hylla.doors.mypage.door import for_patron
from hylla.doors.mypage.home import Undo, shown
from hylla.doors.parts.page import good
from hylla.doors.parts.pausing import asked_hold, asked_pause
from hylla.doors.parts.refusals import why
from hylla.doors.parts.sets import of_copies
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import day_text
from hylla.library.queries import branches, policy_in_force
from hylla.library.refusals import Reason, Refused

UNDO_FOR = timedelta(minutes=10)
"""So long the page that says what was cancelled can bring it back (conflict case 28)."""

Change = Callable[[HttpRequest, uuid.UUID], HttpResponse]


def changing(title: Callable[[], str]) -> Callable[[Change], Callable[[HttpRequest], HttpResponse]]:
    """Let a form through, and show a refusal under a title of its own."""

    def decorate(change: Change) -> Callable[[HttpRequest], HttpResponse]:
        @for_patron
        @wraps(change)
        def wrapped(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
            if request.method != "POST":
                return redirect("mypage:home")
            try:
                return change(request, person_id)
            except Refused as refused:
                return shown(request, person_id, title=title(), said=why(refused))

        return wrapped

    return decorate


@changing(lambda: _("Not cancelled"))
def cancel(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """End a hold of one's own; the page that says so can bring it back for a while."""
    cancelled = cancel_hold(asked_hold(request), person_id=person_id, now=now_of(request))
    known = record(cancelled.record_id)
    token = _token(cancelled, until=now_of(request) + UNDO_FOR)
    # What came from another library is not waited for again: the desk sends it back.
    undo = Undo(known.title, token) if known else None
    said = good(_("The hold is cancelled, and we have forgotten it."))
    return shown(request, person_id, title=_("Hold cancelled"), said=said, undo=undo)


@changing(lambda: _("Not cancelled"))
def cancel_whole_set(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Give a set for a group up."""
    policy, now = policy_in_force(), now_of(request)
    cancel_set(asked_hold(request), person_id=person_id, now=now, policy=policy)
    said = good(_("The set is cancelled, and we have forgotten it."))
    return shown(request, person_id, title=_("Set for a group"), said=said)


@changing(lambda: _("Not changed"))
def settle(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Let what is there of a set, or on its way, be enough."""
    policy, now = policy_in_force(), now_of(request)
    number = settle_for(asked_hold(request), person_id=person_id, now=now, policy=policy)
    said = good(of_copies(number))
    return shown(request, person_id, title=_("Set for a group"), said=said)


@changing(lambda: _("Not undone"))
def undo(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Bring a cancelled hold back, at the place in the queue that it had."""
    cancelled = _cancelled(request.POST.get("undo", ""), person_id, now_of(request))
    placed = restore_hold(cancelled, now=now_of(request), policy=policy_in_force())
    number = {"position": placed.position}
    said = good(_("The hold is back, as number %(position)d in the queue.") % number)
    return shown(request, person_id, title=_("Hold is back"), said=said)


@changing(lambda: _("Not changed"))
def move(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Fetch what one waits for at another branch."""
    names = {str(each.id): each for each in branches()}
    branch = names.get(told(request.POST, "branch"))
    if branch is None:
        raise Refused(Reason(Refusal.UNKNOWN_HOLD))
    move_hold(asked_hold(request), person_id=person_id, pickup_branch_id=branch.id)
    text = _("You fetch it at %(branch)s now. Your place in the queue is the same.")
    said = good(text % {"branch": branch.name})
    return shown(request, person_id, title=_("Pick-up branch changed"), said=said)


@changing(lambda: _("Not paused"))
def pause(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Let copies go to others for some days; the place in the queue stays."""
    days = asked_pause(request)
    suspend_hold(
        asked_hold(request),
        pause=days,
        person_id=person_id,
        now=now_of(request),
        policy=policy_in_force(),
    )
    text = _("The hold is paused. You are back in the queue on %(day)s, at the same place.")
    said = good(text % {"day": day_text(days.until_on)})
    return shown(request, person_id, title=_("Hold paused"), said=said)


@changing(lambda: _("Not changed"))
def resume(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Take a pause away."""
    resume_hold(asked_hold(request), person_id=person_id)
    said = good(_("The pause is removed. The place in the queue is the same."))
    return shown(request, person_id, title=_("Pause removed"), said=said)


def _token(cancelled: Cancelled, *, until: datetime) -> str:
    """Write down what was cancelled for the page alone: signed for this patron, kept nowhere."""
    told_of = [
        cancelled.record_id,
        cancelled.pickup_branch_id,
        cancelled.only_item_id,
        cancelled.editions,
        cancelled.placed_at.isoformat(),
        until.isoformat(),
        *_days(cancelled.pause),
    ]
    return _signer(cancelled.person_id).sign_object(told_of)


def _cancelled(token: str, person_id: uuid.UUID, now: datetime) -> Cancelled:
    try:
        what = _signer(person_id).unsign_object(token)
        record_id, branch_id, only, editions, placed_at, until, *days = what
    except BadSignature as error:
        raise Refused(Reason(Refusal.UNKNOWN_HOLD)) from error
    if datetime.fromisoformat(until) < now:
        raise Refused(Reason(Refusal.HOLD_TOO_LATE))
    paused = Pause(*map(date.fromisoformat, days)) if days else None
    since = datetime.fromisoformat(placed_at)
    told = Editions(*editions) if editions else None
    return Cancelled(person_id, record_id, branch_id, since, paused, only, told)


def _days(paused: Pause | None) -> list[str]:
    return [paused.from_on.isoformat(), paused.until_on.isoformat()] if paused else []


def _signer(person_id: uuid.UUID) -> Signer:
    return Signer(salt=f"mypage.holds.undo:{person_id}")
