"""The one field: a card opens a patron, an item is lent or returned, words lead to a search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation.queries import ItemState, item_state
from hylla.doors.desk.back_dating import counted_on
from hylla.doors.desk.home import desk, not_open
from hylla.doors.desk.lending import lend, take_back
from hylla.doors.desk.open_patron import close_patron, is_another, open_patron, opened
from hylla.doors.desk.outcomes import Outcome
from hylla.doors.desk.scanned import looks_scanned, readings
from hylla.doors.desk.searching import found_by_words
from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import for_staff
from hylla.doors.parts.page import bad, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused
from hylla.patrons.queries import PersonCard, person_with_card

RETURN = "return"
"""The mode in which an item is returned although a patron is open."""
ONCE = "once"
"""The same for one item: a button takes it back, and the next scan lends again."""
HELP = "?"


@for_staff(OPENERS)
def home(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the desk, or take what was scanned or typed."""
    if request.method != "POST":
        return desk(request, worker)
    entry = told(request.POST, "entry")
    if not entry:
        return _closed(request, worker)
    if entry == HELP:
        return redirect("desk:help")
    return taken(request, worker, entry, mode=told(request.POST, "mode"))


def taken(request: HttpRequest, worker: StaffFacts, entry: str, *, mode: str = "") -> HttpResponse:
    """Open whose card it is, lend or return the item it is, or lead to the search."""
    known = meant(entry)
    if isinstance(known, PersonCard):
        return _open(request, worker, known)
    if known is not None:
        return _item(request, worker, known, mode=mode)
    if not looks_scanned(entry):
        return found_by_words(request, worker, entry)
    said = bad(
        _("Unknown card or barcode."),
        _("Scan it again, or type the number that stands below the bars."),
        _("Without a card, type the patron's name here."),
    )
    title = _("Unknown card or barcode")
    return desk(
        request, worker, title=title, said=said, outcome=Outcome.UNKNOWN, entry=entry, mode=mode
    )


def meant(entry: str) -> PersonCard | ItemState | None:
    """Return the card or the item that an entry is, however the scanner wrote it."""
    for reading in readings(entry):
        if known := person_with_card(reading) or item_state(reading):
            return known
    return None


@for_staff(OPENERS)
def close(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Close the open patron."""
    if request.method != "POST":
        return redirect("desk:home")
    return _closed(request, worker)


def _closed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    if not close_patron(request):
        return desk(request, worker, outcome=Outcome.CLOSED)
    said = good(_("The patron is closed."))
    title = _("Patron closed")
    return desk(request, worker, title=title, said=said, outcome=Outcome.CLOSED)


def _open(request: HttpRequest, worker: StaffFacts, card: PersonCard) -> HttpResponse:
    """Open whose card it is; a card that no longer works opens nobody, for it may be found."""
    if not card.is_active:
        close_patron(request)
        said = bad(
            _("This card does not work any more: it was lost or replaced."),
            _("Ask for another card, or find the patron by name and one thing more."),
        )
        title = _("Card does not work")
        return desk(request, worker, title=title, said=said, outcome=Outcome.UNKNOWN)
    try:
        open_patron(request, card.person_id, Task.CARD)
    except Refused as refused:
        close_patron(request)
        title = _("Not opened")
        return desk(request, worker, title=title, said=why(refused), outcome=Outcome.UNKNOWN)
    title = _("Desk: a patron is open")
    return desk(request, worker, title=title, outcome=Outcome.OPENED)


def _item(request: HttpRequest, worker: StaffFacts, item: ItemState, *, mode: str) -> HttpResponse:
    # What lies in the drop box is never lent to whoever stands here.
    if mode in {RETURN, ONCE} or counted_on(request):
        return take_back(request, worker, item, mode=RETURN if mode == RETURN else "")
    open_here = opened(request)
    if is_another(request, open_here):
        return not_open(request, worker, entry=item.barcode)
    if open_here is None:
        return take_back(request, worker, item)
    return lend(request, worker, open_here, item)
