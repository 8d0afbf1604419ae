"""The one field: a card opens a patron, an item is lent or returned, words lead to a search."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation import actions
from hylla.circulation.queries import item_state
from hylla.doors.desk.home import desk, not_open
from hylla.doors.desk.open_patron import Opened, close_patron, is_another, open_patron, opened
from hylla.doors.desk.outcomes import lent, returned
from hylla.doors.desk.scanned import looks_scanned
from hylla.doors.desk.searching import found_by_words
from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import for_staff
from hylla.doors.parts.page import bad, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.queries import PersonCard, details, person_with_card

log = logging.getLogger("hylla.desk")

RETURN = "return"
"""The mode in which an item is returned although a patron is open."""


@for_staff(OPENERS)
def home(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the desk, or take what was scanned or typed."""
    if request.method != "POST":
        return desk(request, worker)
    entry = told(request.POST, "entry")
    if not entry:
        return _closed(request, worker)
    return taken(request, worker, entry, mode=told(request.POST, "mode"))


def taken(request: HttpRequest, worker: StaffFacts, entry: str, *, mode: str = "") -> HttpResponse:
    """Open whose card it is, lend or return the item it is, or lead to the search."""
    card = person_with_card(entry)
    if card is not None:
        return _open(request, worker, card)
    return _item_or_words(request, worker, entry, mode=mode)


@for_staff(OPENERS)
def close(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Close the open patron."""
    if request.method != "POST":
        return redirect("desk:home")
    return _closed(request, worker)


def _closed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    if not close_patron(request):
        return desk(request, worker)
    said = good(_("The patron is closed."))
    return desk(request, worker, title=_("Patron closed"), said=said)


def _open(request: HttpRequest, worker: StaffFacts, card: PersonCard) -> HttpResponse:
    """Open whose card it is; a card that no longer works opens nobody, for it may be found."""
    if not card.is_active:
        close_patron(request)
        said = bad(
            _("This card does not work any more: it was lost or replaced."),
            _("Ask for another card, or find the patron by name and one thing more."),
        )
        return desk(request, worker, title=_("Card does not work"), said=said)
    open_patron(request, card.person_id, Task.CARD)
    return desk(request, worker, title=_("Desk: a patron is open"))


def _item_or_words(
    request: HttpRequest, worker: StaffFacts, entry: str, *, mode: str
) -> HttpResponse:
    if item_state(entry) is not None:
        if mode == RETURN:
            return _return(request, worker, entry, mode=RETURN)
        open_here = opened(request)
        if is_another(request, open_here):
            return not_open(request, worker, entry=entry)
        if open_here is None:
            return _return(request, worker, entry)
        return _lend(request, worker, open_here, entry)
    if looks_scanned(entry):
        said = bad(
            _("Unknown card or barcode."),
            _("Scan it again, or type the number that stands below the bars."),
            _("Without a card, type the patron's name here."),
        )
        title = _("Unknown card or barcode")
        return desk(request, worker, title=title, said=said, entry=entry, mode=mode)
    return found_by_words(request, worker, entry)


def _return(request: HttpRequest, worker: StaffFacts, barcode: str, mode: str = "") -> HttpResponse:
    try:
        back = actions.return_item(
            barcode=barcode,
            branch_id=worker.branch.id,
            now=now_of(request),
            policy=policy_in_force(),
        )
    except Refused as refused:
        title = _("Not returned")
        return desk(request, worker, title=title, said=why(refused), entry=barcode, mode=mode)
    return desk(request, worker, title=_("Returned"), said=returned(back), mode=mode)


def _lend(
    request: HttpRequest, worker: StaffFacts, open_here: Opened, barcode: str
) -> HttpResponse:
    """Lend to the open patron; every reason against it is shown, and which staff may set aside."""
    card = details(open_here.person_id).card
    if card is None:
        said = bad(_("The patron has no card that is valid. Replace the card first."))
        return desk(request, worker, title=_("Not lent"), said=said, entry=barcode)
    overriding = frozenset(told(request.POST, "overriding").split())
    try:
        loan = actions.check_out(
            card=card.number,
            barcode=barcode,
            branch_id=worker.branch.id,
            now=now_of(request),
            policy=policy_in_force(),
            overriding=overriding,
        )
    except Refused as refused:
        return desk(
            request,
            worker,
            title=_("Not lent"),
            said=why(refused),
            entry=barcode,
            may_override=_codes(refused),
        )
    if loan.overridden:
        log.info("override", extra={"code": " ".join(loan.overridden)})
    return desk(request, worker, title=_("Lent"), said=lent(loan))


def _codes(refused: Refused) -> str:
    """Return what staff may set aside, if that is all that stands in the way."""
    if all(reason.may_override for reason in refused.reasons):
        return " ".join(reason.code for reason in refused.reasons)
    return ""
