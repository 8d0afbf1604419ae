"""Invoices: which are open, whose one is, what is still owed on it, and how it ends."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.actions import cancel_invoice, settle_collected, settle_invoice
from hylla.doors.office.door import for_office, office_page
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.invoices import paper, printing_for, recipient_of
from hylla.doors.parts.page import Said, bad, good, today_of
from hylla.doors.parts.papers import sent
from hylla.doors.parts.refusals import why
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import CLAIMS
from hylla.doors.parts.writing import money
from hylla.fees.queries import (
    InvoiceCase,
    InvoiceFacts,
    collectors,
    invoice_case,
    open_invoices,
)
from hylla.fees.rules import CancelReason, Method
from hylla.formats.org_numbers import org_number
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.privacy.access import record
from hylla.privacy.extract.coded import code_text
from hylla.privacy.vocabulary import Kind, Role

CLERKS = (Role.INVOICE,)
SHOWN = {Kind.NAME, Kind.ADDRESS, Kind.MONEY, Kind.FAMILY}
"""What stands on the page of one, and on its paper."""

MOST_CROWNS = 1_000_000

Act = Callable[[HttpRequest, InvoiceFacts], Said]


class CancelForm(Form):
    """Why an invoice is taken back."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why it is taken back"),
        choices=lambda: [(each.value, code_text(each, "cancelled_for")) for each in CancelReason],
    )


class PartForm(Form):
    """How much of an invoice was paid; what was left of it goes along unseen."""

    left = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**10)
    amount = forms.DecimalField(
        label=gettext_lazy("What was paid, in kroner"),
        min_value=0,
        max_value=MOST_CROWNS,
        decimal_places=2,
    )


class PayerForm(Form):
    """The organisation that pays in a patron's place."""

    name = line(gettext_lazy("Name of the organisation"), max_length=100)
    number = line(
        gettext_lazy("Organisation number"),
        max_length=20,
        help_text=gettext_lazy("Of an organisation, never a person's."),
    )
    reference = line(
        gettext_lazy("Their reference"),
        max_length=60,
        help_text=gettext_lazy("What they want the invoice to be marked with. Name no patron."),
    )

    def __init__(self, told: Any = None, *, country: str) -> None:
        super().__init__(told, auto_id="payer_%s")
        self.country = country

    def clean_number(self) -> str:
        """Return the digits alone."""
        digits = org_number(self.cleaned_data["number"], country=self.country)
        if digits is None:
            raise forms.ValidationError(_("This is no organisation's number: look at it again."))
        return digits


@dataclass(frozen=True)
class Row:
    """An invoice in the list: it names nobody, and no sum, which may tell who it is."""

    facts: InvoiceFacts
    days_late: int


@dataclass(frozen=True, repr=False)
class Line:
    """One open claim, in words."""

    what: str
    facts: object
    amount: str


@for_office(CLERKS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """List the invoices that are open, without whose they are."""
    return _list(request, worker)


@for_office(CLERKS)
def one(request: HttpRequest, worker: StaffFacts, invoice_id: UUID) -> HttpResponse:
    """Show one invoice; that it was shown is written into the read log first."""
    return shown(request, worker, invoice_id)


@for_office(CLERKS)
def printed(request: HttpRequest, worker: StaffFacts, invoice_id: UUID) -> HttpResponse:
    """Print an invoice for whoever it goes to."""
    case = opened(request, worker, invoice_id, Task.LETTER)
    if case is None:
        return redirect("office:invoices")
    now, policy = now_of(request), policy_in_force()
    to = recipient_of(case, policy=policy, now=now)
    printing = printing_for(to, policy=policy, now=now)
    made = paper(case, to=to, lines=to.postal_lines, printing=printing)
    return sent(made, name="hylla-invoice")


def _ended_by(act: Act) -> Callable[..., HttpResponseBase]:
    """Let a form end an invoice, and show the list without it."""

    @for_office(CLERKS)
    def wrapped(request: HttpRequest, worker: StaffFacts, invoice_id: UUID) -> HttpResponse:
        case = invoice_case(invoice_id, policy=policy_in_force(), now=now_of(request))
        if request.method != "POST" or case is None:
            return redirect("office:invoices")
        try:
            said = act(request, case.facts)
        except Refused as refused:
            said = why(refused)
        if said.tone == "bad":
            return shown(request, worker, invoice_id, said)
        return _list(request, worker, said)

    return wrapped


@_ended_by
def paid(request: HttpRequest, facts: InvoiceFacts) -> Said:
    """Note that an invoice was paid to the library's account."""
    now, policy = now_of(request), policy_in_force()
    numbers = settle_invoice(facts.invoice_id, method=Method.BANK, now=now, policy=policy)
    return good(
        _("Invoice %(number)s is paid.") % {"number": facts.number},
        _("Voucher numbers: %(numbers)s.") % {"numbers": numbers_text(numbers)},
    )


@_ended_by
def collected(request: HttpRequest, facts: InvoiceFacts) -> Said:
    """Note that an invoice was paid to the debt collector, which says so."""
    now, policy = now_of(request), policy_in_force()
    numbers = settle_collected(facts.invoice_id, now=now, policy=policy)
    return good(
        _("Invoice %(number)s is paid, and closed at %(collector)s.")
        % {"number": facts.number, "collector": facts.collector},
        _("Voucher numbers: %(numbers)s.") % {"numbers": numbers_text(numbers)},
    )


@_ended_by
def cancel(request: HttpRequest, facts: InvoiceFacts) -> Said:
    """Take an invoice back."""
    form = CancelForm(request.POST)
    if not form.is_valid():
        return bad(_("Choose why it is taken back."))
    reason = CancelReason(form.cleaned_data["reason"])
    now, policy = now_of(request), policy_in_force()
    cancel_invoice(facts.invoice_id, reason=reason, now=now, policy=policy)
    said = _("Invoice %(number)s is taken back, and what was open on it is waived.")
    return good(said % {"number": facts.number})


def numbers_text(numbers: Iterable[int]) -> str:
    """Return the numbers of vouchers as a list for people."""
    return ", ".join(map(str, numbers))


def _list(request: HttpRequest, worker: StaffFacts, said: Said | None = None) -> HttpResponse:
    day = today_of(request)
    return office_page(
        request,
        worker,
        "office/invoices.html",
        title=_("Open invoices"),
        said=said,
        collects=bool(collectors(policy_in_force())),
        rows=[
            Row(each, max((day - each.due_on).days, 0))
            for each in open_invoices(policy=policy_in_force(), now=now_of(request))
        ],
    )


def shown(
    request: HttpRequest,
    worker: StaffFacts,
    invoice_id: UUID,
    said: Said | None = None,
    **given: Form,
) -> HttpResponse:
    """Show one invoice; what was wrong with a form that was sent (`payer`, `part`) beside it."""
    case = opened(request, worker, invoice_id, Task.INVOICE)
    if case is None:
        return _list(request, worker, said or bad(_("It is not open any more.")))
    return office_page(
        request,
        worker,
        "office/invoice.html",
        title=_("Invoice %(number)s") % {"number": case.facts.number},
        said=said,
        case=case,
        to=recipient_of(case, policy=policy_in_force(), now=now_of(request)),
        left=money(case.facts.left_ore),
        lines=[Line(str(CLAIMS[each.kind]), each, money(each.amount_ore)) for each in case.lines],
        form=CancelForm(),
        payer=given.get("payer") or PayerForm(country=policy_in_force().country.value),
        part=given.get("part") or PartForm(initial={"left": case.facts.left_ore}),
        **({"status": 422} if given else {}),
    )


def opened(
    request: HttpRequest, worker: StaffFacts, invoice_id: UUID, task: Task
) -> InvoiceCase | None:
    """Write into the log of whoever an invoice names that it is looked at, and return it."""
    now = now_of(request)
    with transaction.atomic():
        case = invoice_case(invoice_id, policy=policy_in_force(), now=now)
        for person_id in (case.patron_id, case.addressee_id) if case else ():
            if person_id is not None:
                record(
                    person_id,
                    at=now,
                    role=Role.INVOICE,
                    unit=worker.branch.code,
                    task=task,
                    kinds=SHOWN,
                    staff_id=worker.id,
                )
        return case
