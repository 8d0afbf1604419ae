"""Book what came in to the library's account on the invoices that it was paid for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from hylla.circulation.actions.invoices import settle_invoice
from hylla.fees.actions import lock_vouchers
from hylla.fees.models import Invoice
from hylla.fees.rules import CURRENCY, FeeRefusal, Method, is_same_account
from hylla.formats.bank_credits import BankNotice, Credit
from hylla.library.refusals import Reason, Refused
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy


class Became(StrEnum):
    """What became of one payment."""

    BOOKED = "booked"
    UNKNOWN = "unknown"
    SETTLED_BEFORE = "settled_before"
    TAKEN_BACK = "taken_back"
    ANOTHER_SUM = "another_sum"
    ANOTHER_CURRENCY = "another_currency"


@dataclass(frozen=True, slots=True)
class Banked:
    """A payment, what became of it, the invoice that has its reference, and its vouchers."""

    credit: Credit
    became: Became
    invoice_id: UUID | None = None
    vouchers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class BankReport:
    """What became of each payment to our account, and how many entries were none."""

    payments: tuple[Banked, ...]
    left_out: int

    @property
    def booked(self) -> tuple[Banked, ...]:
        """What settled an invoice."""
        return tuple(each for each in self.payments if each.became is Became.BOOKED)

    @property
    def for_people(self) -> tuple[Banked, ...]:
        """What somebody has to look at."""
        return tuple(each for each in self.payments if each.became is not Became.BOOKED)


def book_bank_credits(
    notices: Sequence[BankNotice], *, now: datetime, policy: Policy
) -> BankReport:
    """Settle each invoice of which exactly what is left was paid; change nothing for the others.

    One transaction a payment. The same file again books nothing: its invoices are settled.

    :raises Refused: no part of the file is about the account on our invoices.
    """
    ours = [each for each in notices if is_same_account(each.account, policy.invoices.account)]
    if not ours:
        raise Refused(Reason(FeeRefusal.ANOTHER_ACCOUNT))
    payments = tuple(
        _book(credit, now=now, policy=policy) for each in ours for credit in each.credits
    )
    return BankReport(payments, sum(each.left_out for each in ours))


def _book(credit: Credit, *, now: datetime, policy: Policy) -> Banked:
    with transaction.atomic():
        lock_vouchers(today(policy, now))
        rows = Invoice.objects.select_for_update(of=("self",)).order_by("pk")
        invoice = rows.filter(reference=credit.reference).first() if credit.reference else None
        if invoice is None:
            return Banked(credit, Became.UNKNOWN)
        became = _what_became(credit, invoice, policy)
        vouchers: tuple[int, ...] = ()
        if became is Became.BOOKED:
            vouchers = settle_invoice(invoice.pk, method=Method.BANK, now=now, policy=policy)
        return Banked(credit, became, invoice.pk, vouchers)


def _what_became(credit: Credit, invoice: Invoice, policy: Policy) -> Became:
    if invoice.cancelled_for:
        return Became.TAKEN_BACK
    if invoice.settled_at is not None:
        return Became.SETTLED_BEFORE
    if credit.currency != CURRENCY[policy.country]:
        return Became.ANOTHER_CURRENCY
    is_open = invoice.claims.filter(settled_at=None)
    left = is_open.aggregate(sum=Sum("amount_ore", default=0))["sum"]
    return Became.BOOKED if credit.amount_ore == left else Became.ANOTHER_SUM
