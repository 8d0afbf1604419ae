"""The bank's file of payments: which invoices it settles, and what somebody must look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.circulation.actions import Banked, BankReport, Became, book_bank_credits
from hylla.doors.office.door import for_office, office_page
from hylla.doors.office.invoices import CLERKS, numbers_text
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, good, notice
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import Word
from hylla.doors.parts.writing import foreign_money, money
from hylla.fees.rules import CURRENCY, FeeRefusal
from hylla.formats.bank_credits import LARGEST, Fault, Unreadable, bank_notices
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Reason, Refused

BESIDE = {each.value: "file" for each in (*Fault, FeeRefusal.ANOTHER_ACCOUNT)}
WHAT_TO_DO: Mapping[Became, Word] = {
    Became.UNKNOWN: gettext_lazy(
        "No invoice here has this reference. See at the bank who paid, and pay it back or note it "
        "on the right invoice."
    ),
    Became.SETTLED_BEFORE: gettext_lazy(
        "The invoice is settled: this was booked before, or paid twice. What was paid twice is to "
        "be paid back."
    ),
    Became.TAKEN_BACK: gettext_lazy("The invoice was taken back. Pay the money back."),
    Became.ANOTHER_SUM: gettext_lazy(
        "It is not what is left to pay. Open the invoice: note a part there; what is too much,"
        " settle with whoever paid."
    ),
    Became.ANOTHER_CURRENCY: gettext_lazy(
        "It is in another currency. Open the invoice, and settle with whoever paid."
    ),
}
TO_OPEN = (Became.ANOTHER_SUM, Became.ANOTHER_CURRENCY)


class BankForm(Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("File of payments from the bank"),
        help_text=gettext_lazy(
            "camt.054, as XML. Who paid is not read, and the file is not kept here."
        ),
        error_messages={"empty": gettext_lazy("This file is empty. Choose another.")},
    )


@dataclass(frozen=True, repr=False)
class Row:
    """One payment that somebody must look at, in words."""

    booked_on: date
    reference: str
    amount: str
    what_to_do: Word
    invoice_id: UUID | None


@dataclass(frozen=True, repr=False)
class Settled:
    """One payment that settled an invoice, with the numbers of its vouchers."""

    booked_on: date
    reference: str
    vouchers: str


@for_office(CLERKS)
def bank_file(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Ask for the file, or book what is in it."""
    if request.method != "POST":
        return _page(request, worker, BankForm())
    form = BankForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, worker, form)
    try:
        notices = bank_notices(form.cleaned_data["file"].read(LARGEST + 1))
        report = book_bank_credits(notices, now=now_of(request), policy=policy_in_force())
    except Unreadable as unreadable:
        form.refuse(Refused(Reason(unreadable.fault)), BESIDE)
    except Refused as refused:
        form.refuse(refused, BESIDE)
    else:
        return _page(request, worker, BankForm(), report)
    return _page(request, worker, form)


def _page(
    request: HttpRequest, worker: StaffFacts, form: BankForm, report: BankReport | None = None
) -> HttpResponse:
    title = _("Nothing was booked: check the file") if form.errors else _("Payments from the bank")
    return office_page(
        request,
        worker,
        "office/bank_file.html",
        title=title,
        said=_said(report) if report else None,
        form=form,
        rows=[_row(each) for each in report.for_people] if report else (),
        settled=[_settled(each) for each in report.booked] if report else (),
        status=422 if form.errors else 200,
    )


def _settled(each: Banked) -> Settled:
    credit = each.credit
    return Settled(credit.booked_on, credit.reference, numbers_text(each.vouchers))


def _said(report: BankReport) -> Said:
    lines = [
        ngettext(
            "%(number)s invoice is booked as paid.",
            "%(number)s invoices are booked as paid.",
            len(report.booked),
        )
        % {"number": len(report.booked)}
    ]
    if report.left_out:
        line = ngettext(
            "%(number)s entry is no payment in, or not booked by the bank yet.",
            "%(number)s entries are no payments in, or not booked by the bank yet.",
            report.left_out,
        )
        lines.append(line % {"number": report.left_out})
    return (notice if report.for_people else good)(*lines)


def _row(each: Banked) -> Row:
    credit = each.credit
    is_ours = credit.currency == CURRENCY[policy_in_force().country]
    ore = credit.amount_ore
    amount = money(ore) if is_ours else foreign_money(ore, credit.currency)
    to_open = each.invoice_id if each.became in TO_OPEN else None
    return Row(credit.booked_on, credit.reference, amount, WHAT_TO_DO[each.became], to_open)
