"""What the desk prints: receipts and slips as pages, labels, cards and receipts to keep as PDF."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation.queries import OpenLoan, hold_shelf, item_state
from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.home import desk, look_of
from hylla.doors.desk.open_patron import Opened
from hylla.doors.desk.outcomes import branch_name
from hylla.doors.desk.record import NotForThisRole, read_card, read_loans
from hylla.doors.desk.worker import EVERYONE, SHELVERS, desk_page, for_staff
from hylla.doors.parts.page import bad
from hylla.doors.parts.papers import (
    Labelled,
    NewCard,
    Printing,
    card_sheet,
    item_labels,
    loan_receipt,
    sent,
)
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.formats.paper import SHEETS, Size
from hylla.library.queries import StaffFacts, label_sheet_of, policy_in_force
from hylla.patrons.models import Person


@dataclass(frozen=True)
class DueLine:
    """How many loans are due on a day."""

    due_on: date
    loans: int


@for_open_patron(needs="loans")
def receipt(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Print how many loans the patron has, and when they are due: no name, no card, no title.

    As a page for the printer at the desk, or as a PDF to keep, in the patron's language.
    """
    try:
        loans, language = read_loans(open_here.person_id, look_of(request, worker, open_here))
    except (NotForThisRole, Person.DoesNotExist):
        return desk(request, worker)
    if "pdf" in request.POST:
        printing = replace(_printing(request, worker), language=language, size=Size.A4)
        return sent(loan_receipt(loans, printing=printing), name="receipt", as_file=True)
    return _sheet(
        request, worker, "desk/receipt.html", title=_("Receipt for loans"), lines=due_lines(loans)
    )


def due_lines(loans: tuple[OpenLoan, ...]) -> list[DueLine]:
    """Return how many of these loans are due on which day, the first day first."""
    return [DueLine(*each) for each in sorted(Counter(loan.due_on for loan in loans).items())]


@for_staff(SHELVERS)
def slip(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Print what is put into a copy on the hold shelf: its code and its last day."""
    barcode = told(request.POST, "item")
    found = next((each for each in hold_shelf(worker.branch.id) if each.barcode == barcode), None)
    if found is None:
        return redirect("desk:shelf")
    return _sheet(request, worker, "desk/slip.html", title=_("Hold shelf"), held=found)


@for_staff(EVERYONE)
def label(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Print the label of an item: its barcode and where it stands."""
    item = item_state(told(request.POST, "item"))
    if item is None:
        return redirect("desk:item")
    one = Labelled(item.barcode, item.shelf_mark, (branch_name(item.home_branch_id),))
    grid = SHEETS.get(label_sheet_of(worker.branch.id))
    return sent(item_labels([one], printing=_printing(request, worker), grid=grid), name="label")


@for_open_patron()
def card(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Print the patron's card: a number as bars; who finds it learns no name."""
    try:
        number = read_card(open_here.person_id, look_of(request, worker, open_here))
    except (NotForThisRole, Person.DoesNotExist):
        return desk(request, worker)
    if not number:
        return desk(request, worker, said=bad(_("The patron has no card that is valid.")))
    return sent(
        card_sheet([NewCard(number, number)], printing=_printing(request, worker)), name="card"
    )


def _printing(request: HttpRequest, worker: StaffFacts) -> Printing:
    return Printing(policy_in_force(), worker.branch.name, now_of(request), worker.language)


def _sheet(
    request: HttpRequest, worker: StaffFacts, template: str, *, title: str, **context: object
) -> HttpResponse:
    return desk_page(request, worker, template, title=title, at=now_of(request), **context)
