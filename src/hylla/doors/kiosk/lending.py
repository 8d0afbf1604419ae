"""Lending: the card, the PIN where the policy asks for it, then one thing after the other."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.circulation import actions
from hylla.circulation.queries import item_state, loans_of, reasons_against
from hylla.doors.kiosk.door import Stand, for_kiosk, kiosk_page, seen, with_card
from hylla.doors.kiosk.greeting import first_name
from hylla.doors.kiosk.pins import PIN_FIELD, asked_for_pin, with_pin
from hylla.doors.kiosk.telling import NO_CARD, NO_LOAN, Told, hint, lent, no, not_lent
from hylla.doors.parts.told import told
from hylla.library.refusals import Refused
from hylla.patrons.actions import Visit
from hylla.patrons.queries import person_with_card
from hylla.privacy.vocabulary import Kind


@dataclass(frozen=True)
class LentNow:
    """One thing lent on this visit."""

    title: str
    due_on: date


@for_kiosk
def lend(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Ask for the card, the PIN, and then for things."""
    entry = told(request.POST, "entry") if request.method == "POST" else ""
    visit = stand.visit
    if visit is None:
        return lend_with(request, stand, entry) if entry else asked_for_card(request, stand)
    if PIN_FIELD in request.POST:
        stand, visit, said = with_pin(request, stand, visit)
        return _next(request, stand, visit, said)
    if entry and _is_another_card(entry, visit):
        return lend_with(request, stand, entry)
    if entry and not _needs_pin(stand, visit):
        return _next(request, stand, visit, _lent(stand, visit, entry))
    return _next(request, stand, visit, None)


def lend_with(request: HttpRequest, stand: Stand, card: str) -> HttpResponse:
    """Begin to lend on a card."""
    if item_state(card) is not None:
        said = hint(_("Your card first, please."), _("Then scan what you want to borrow."))
        return asked_for_card(request, stand, said)
    try:
        stand, visit = with_card(stand, card)
    except Refused:
        return asked_for_card(request, stand, no(NO_CARD))
    return _next(request, stand, visit, None)


def asked_for_card(
    request: HttpRequest, stand: Stand, said: Told | None = None, *, action: str = "kiosk:lend"
) -> HttpResponse:
    """Ask for the card, to lend or to see one's loans."""
    return kiosk_page(
        request,
        stand,
        "kiosk/card.html",
        title=said.words if said else _("Scan your card"),
        told=said,
        action=action,
        here=action,
    )


def _next(request: HttpRequest, stand: Stand, visit: Visit, said: Told | None) -> HttpResponse:
    """Show what was lent so far and ask for the next thing, or for what is missing."""
    if _needs_pin(stand, visit):
        return asked_for_pin(request, stand, said, action="kiosk:lend")
    if reasons_against(visit.person_id, now=stand.now, policy=stand.policy) and said is None:
        said = no(NO_LOAN)
    with transaction.atomic():
        seen(stand, visit.person_id, Kind.NAME, Kind.BORROWED, Kind.TIME_AND_PLACE, Kind.BLOCK)
        name, things = first_name(stand, visit), _lent_now(stand, visit)
    title = _("Scan what you want to borrow")
    return kiosk_page(
        request,
        stand,
        "kiosk/lend.html",
        title=said.words if said else title,
        told=said,
        name=name,
        things=things,
        here="kiosk:lend",
    )


def _lent(stand: Stand, visit: Visit, barcode: str) -> Told:
    state = item_state(barcode)
    thing = state.title if state else ""
    try:
        done = actions.check_out(
            card=visit.card,
            barcode=barcode,
            branch_id=stand.branch_id,
            now=stand.now,
            policy=stand.policy,
        )
    except Refused as refused:
        return not_lent(refused, thing=thing)
    return lent(done.title, done.due_on)


def _lent_now(stand: Stand, visit: Visit) -> list[LentNow]:
    loans = loans_of(visit.person_id, now=stand.now, policy=stand.policy)
    recent = [loan for loan in loans if loan.lent_at >= visit.began_at]
    recent.sort(key=lambda loan: loan.lent_at, reverse=True)
    return [LentNow(loan.title, loan.due_on) for loan in recent]


def _needs_pin(stand: Stand, visit: Visit) -> bool:
    return stand.policy.lending.pin_at_kiosk and not visit.pin_was_right


def _is_another_card(entry: str, visit: Visit) -> bool:
    card = person_with_card(entry)
    return card is not None and card.number != visit.card
