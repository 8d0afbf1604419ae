"""Loans with the due date first, holds, fees and messages; and what is done with them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation import actions
from hylla.circulation.queries import Charge, charges_of, loans_of
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.claims import ClaimLine
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.shelves import (
    hold_rows,
    known_id,
    loan_rows,
    renewal_outcomes,
    renewal_summary,
    renewed_text,
)
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import CHANNELS, CLAIMS
from hylla.doors.parts.writing import money
from hylla.fees.queries import balance_of
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.messages.queries import Sent, messages_of
from hylla.messages.sentences import SUBJECTS


@dataclass(frozen=True)
class MessageLine:
    """A message: when, what about, and how it went."""

    at: datetime
    text: str
    state: str


@for_patron
def home(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show everything that is open."""
    return shown(request, person_id, title=_("Loans and holds"))


@for_patron
def renew(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Renew one loan, or say why not."""
    if request.method != "POST":
        return redirect("mypage:home")
    barcode, now, policy = told(request.POST, "item"), now_of(request), policy_in_force()
    try:
        renewed = actions.renew(barcode=barcode, person_id=person_id, now=now, policy=policy)
    except Refused as refused:
        return shown(request, person_id, title=_("Not renewed"), said=why(refused))
    said = good(f"{renewed.title}: {renewed_text(renewed)}")
    outcomes = {renewed.loan_id: renewed_text(renewed)}
    return shown(request, person_id, title=_("Renewed"), said=said, outcomes=outcomes)


@for_patron
def renew_all(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Renew what can be renewed, and say of each loan what became of it."""
    if request.method != "POST":
        return redirect("mypage:home")
    answers = actions.renew_all(person_id, now=now_of(request), policy=policy_in_force())
    said, outcomes = renewal_summary(answers), renewal_outcomes(answers)
    return shown(request, person_id, title=_("Renewal"), said=said, outcomes=outcomes)


@for_patron
def cancel_hold(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """End a hold of one's own."""
    if request.method != "POST":
        return redirect("mypage:home")
    hold_id = known_id(told(request.POST, "hold"))
    if hold_id is None:
        said = bad(_("There is no such hold."))
        return shown(request, person_id, title=_("Not cancelled"), said=said)
    try:
        actions.cancel_hold(hold_id, person_id=person_id, now=now_of(request))
    except Refused as refused:
        return shown(request, person_id, title=_("Not cancelled"), said=why(refused))
    said = good(_("The hold is cancelled, and we have forgotten it."))
    return shown(request, person_id, title=_("Hold cancelled"), said=said)


def shown(
    request: HttpRequest,
    person_id: uuid.UUID,
    *,
    title: str,
    said: Said | None = None,
    outcomes: Mapping[uuid.UUID, str] | None = None,
) -> HttpResponse:
    """Make the page: what just happened first, then everything that is open."""
    loans = loans_of(person_id, now=now_of(request), policy=policy_in_force())
    return my_page(
        request,
        "mypage/home.html",
        title=title,
        tab="home",
        said=[said] if said else [],
        loans=loan_rows(loans, outcomes or {}),
        holds=hold_rows(person_id),
        claims=[_claim(each) for each in charges_of(person_id)],
        owed=money(balance_of(person_id)),
        messages=[_line(each) for each in messages_of(person_id)],
    )


def _claim(charge: Charge) -> ClaimLine:
    """Name the title while a loan still knows it: to the patron, to nobody at the desk."""
    what = str(CLAIMS[charge.kind])
    if charge.title:
        what = f"{what}: {charge.title}"
    return ClaimLine(charge.claim_id, what, charge.opened_on, money(charge.amount_ore))


def _line(message: Sent) -> MessageLine:
    return MessageLine(message.created_at, str(SUBJECTS[message.template]), _state(message))


def _state(message: Sent) -> str:
    if message.closed_at is None:
        return _("on its way")
    if message.failed:
        return _("could not be delivered")
    return str(CHANNELS.get(message.channel, message.channel))
