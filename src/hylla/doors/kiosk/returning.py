"""Returning: no card, and never a word of who had it or who waits for it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.circulation import actions
from hylla.circulation.actions import Route
from hylla.doors.kiosk.door import Stand, for_kiosk, kiosk_page
from hylla.doors.kiosk.telling import Told, hint, no
from hylla.doors.parts.told import told
from hylla.library.refusals import Refused
from hylla.patrons.queries import person_with_card

MOST = 999


@for_kiosk
def give_back(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Ask for things, and take them back one by one."""
    entry = told(request.POST, "entry") if request.method == "POST" else ""
    return take_back(request, stand, entry)


def take_back(request: HttpRequest, stand: Stand, barcode: str) -> HttpResponse:
    """Take one thing back, and ask for the next."""
    said, number = None, count_of(told(request.POST, "count"))
    if barcode:
        said = _returned(stand, barcode)
        number += said.tone == "good"
    return kiosk_page(
        request,
        stand,
        "kiosk/return.html",
        title=said.words if said else _("Scan what you bring back"),
        told=said,
        count=number,
        here="kiosk:return",
    )


def count_of(text: str) -> int:
    """Return how many things were brought back so far, as the page itself counts."""
    return min(int(text), MOST) if text.isascii() and text.isdigit() else 0


def _returned(stand: Stand, barcode: str) -> Told:
    try:
        back = actions.return_item(
            barcode=barcode, branch_id=stand.branch_id, now=stand.now, policy=stand.policy
        )
    except Refused:
        if person_with_card(barcode):
            return hint(_("That is a card."), _("Scan the barcode of what you bring back."))
        return no(_("We do not know this barcode."), _("Please give it to the staff."))
    is_plain = back.destination.route is Route.RESHELVE
    place = _("Put it on the trolley.") if is_plain else _("Put it in the box for the staff.")
    if back.was_perhaps_paid:
        place += " " + _("Did you pay for it as lost? Take your receipt to the staff.")
    return Told("good", "returned", _("Returned"), thing=back.title, advice=place)
