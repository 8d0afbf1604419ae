"""A part of an invoice was paid: to the account, or to the debt collector, which goes on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation.actions import PartPaid, settle_part_of
from hylla.doors.office.door import for_office
from hylla.doors.office.invoices import CLERKS, PartForm, numbers_text, shown
from hylla.doors.parts.page import good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import money
from hylla.fees.rules import FeeRefusal
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused


@for_office(CLERKS)
def part_paid(request: HttpRequest, worker: StaffFacts, invoice_id: UUID) -> HttpResponse:
    """Note it once, however often the form comes; with all that is left the invoice is settled."""
    if request.method != "POST":
        return redirect("office:invoice", invoice_id)
    form = PartForm(request.POST)
    if not form.is_valid():
        return shown(request, worker, invoice_id, part=form)
    told = form.cleaned_data
    paid = PartPaid(int(told["amount"] * 100), told["left"])
    try:
        numbers = settle_part_of(
            invoice_id, paid=paid, now=now_of(request), policy=policy_in_force()
        )
    except Refused as refused:
        if refused.reasons[0].code != FeeRefusal.MORE_THAN_IS_LEFT:
            # What was seen is no longer so: a fresh form has what is left now.
            return shown(request, worker, invoice_id, why(refused))
        form.refuse(refused, {FeeRefusal.MORE_THAN_IS_LEFT: "amount"})
        return shown(request, worker, invoice_id, part=form)
    said = good(
        _("Noted: %(amount)s was paid.") % {"amount": money(paid.amount_ore)},
        _("Voucher numbers: %(numbers)s.") % {"numbers": numbers_text(numbers)},
    )
    return shown(request, worker, invoice_id, said)
