"""A patron's own loans on the screen, after the PIN, and renewing them."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation import actions
from hylla.circulation.queries import holds_of, loans_of
from hylla.circulation.sentences import say
from hylla.doors.kiosk.door import Stand, for_kiosk, kiosk_page, seen, with_card
from hylla.doors.kiosk.greeting import first_name
from hylla.doors.kiosk.lending import asked_for_card
from hylla.doors.kiosk.pins import PIN_FIELD, asked_for_pin, with_pin
from hylla.doors.kiosk.telling import NO_CARD, Told, no
from hylla.doors.parts.shelves import loan_rows, renewal_outcomes, renewal_summary, renewed_text
from hylla.doors.parts.told import told
from hylla.doors.parts.writing import money
from hylla.fees.queries import balance_of
from hylla.library.refusals import Refused
from hylla.patrons.actions import Visit
from hylla.privacy.vocabulary import Kind

PICTURES = {"good": "lent", "notice": "hint", "bad": "stop"}


@for_kiosk
def loans(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Ask for card and PIN, then show the loans."""
    if not stand.tells("AU"):
        return redirect("kiosk:home")
    visit, said = stand.visit, None
    if visit is None:
        return _with_card(request, stand)
    if PIN_FIELD in request.POST:
        stand, visit, said = with_pin(request, stand, visit)
    return _shown(request, stand, visit, said)


@for_kiosk
def renew(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Renew one loan, or all that can be."""
    visit = stand.visit
    if request.method != "POST" or visit is None or not visit.pin_was_right:
        return redirect("kiosk:loans")
    barcode = told(request.POST, "item")
    if barcode:
        said, outcomes = _renewed(stand, visit, barcode)
    else:
        answers = actions.renew_all(visit.person_id, now=stand.now, policy=stand.policy)
        summary, outcomes = renewal_summary(answers), renewal_outcomes(answers)
        said = Told(summary.tone, PICTURES[summary.tone], " ".join(summary.lines))
    return _shown(request, stand, visit, said, outcomes)


def _with_card(request: HttpRequest, stand: Stand) -> HttpResponse:
    card = told(request.POST, "entry") if request.method == "POST" else ""
    if not card:
        return asked_for_card(request, stand, action="kiosk:loans")
    try:
        stand, _visit = with_card(stand, card)
    except Refused:
        return asked_for_card(request, stand, no(NO_CARD), action="kiosk:loans")
    return asked_for_pin(request, stand, None, action="kiosk:loans")


def _renewed(stand: Stand, visit: Visit, barcode: str) -> tuple[Told, Mapping[UUID, str]]:
    try:
        done = actions.renew(
            barcode=barcode, person_id=visit.person_id, now=stand.now, policy=stand.policy
        )
    except Refused as refused:
        return no(_("This cannot be renewed."), " ".join(map(say, refused.reasons))), {}
    said = Told("good", "lent", _("Renewed"), thing=done.title, day=done.due_on)
    return said, {done.loan_id: renewed_text(done)}


def _shown(
    request: HttpRequest,
    stand: Stand,
    visit: Visit,
    said: Told | None,
    outcomes: Mapping[UUID, str] | None = None,
) -> HttpResponse:
    """Show the loans, and write that a machine showed them, both or neither."""
    if not visit.pin_was_right:
        return asked_for_pin(request, stand, said, action="kiosk:loans")
    with transaction.atomic():
        kinds = {Kind.NAME, Kind.BORROWED, Kind.TIME_AND_PLACE}
        kinds |= {Kind.MONEY} if stand.tells("BV") else set()
        kinds |= {Kind.REQUESTED} if stand.tells("AS") else set()
        seen(stand, visit.person_id, *kinds)
        found = loans_of(visit.person_id, now=stand.now, policy=stand.policy)
        owed = balance_of(visit.person_id) if stand.tells("BV") else 0
        context = {
            "name": first_name(stand, visit),
            "loans": loan_rows(found, outcomes or {}),
            "owed": money(owed) if owed else "",
            "waiting": _waiting(stand, visit),
        }
    title = said.words if said else _("My loans")
    return kiosk_page(
        request, stand, "kiosk/loans.html", title=title, told=said, here="kiosk:loans", **context
    )


def _waiting(stand: Stand, visit: Visit) -> list[str]:
    """Return the codes under which something waits on this branch's hold shelf; no titles."""
    if not stand.tells("AS"):
        return []
    return [
        hold.shelf_code
        for hold in holds_of(visit.person_id, now=stand.now, policy=stand.policy)
        if hold.shelf_until_on is not None and hold.pickup_branch_id == stand.branch_id
    ]
