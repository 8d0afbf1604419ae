"""Make what is owed an invoice, by night; take one back, and book that one was paid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from hylla.catalogue.models import Item
from hylla.circulation.actions.claims import declare_lost, settle_claim
from hylla.circulation.models import Loan
from hylla.circulation.queries.lateness import last_day_until
from hylla.circulation.rules.reminding import late_days
from hylla.fees.actions import BilledTo, lock_vouchers, make_invoice, settle_part
from hylla.fees.models import Claim, ClaimKind, Invoice
from hylla.fees.rules import CancelReason, FeeRefusal, Method, WaivedFor
from hylla.library.refusals import Reason, Refused
from hylla.messages.actions import enqueue
from hylla.messages.models import Template
from hylla.patrons.queries.family import answering_guardian
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.rights.deletions import close_recall
from hylla.privacy.rights.restriction import restricted_people
from hylla.privacy.vocabulary import Purpose


def send_invoices(*, now: datetime, policy: Policy) -> int:
    """Make one invoice for each patron whose reminders were of no use; return how many.

    A second run makes none. What is contested waits (conflict case 56).
    """
    plan, day = policy.invoices, today(policy, now)
    if not plan.after_days:
        return 0
    until = _last_due(day, policy)
    owing = set(_claims(until).values_list("patron_id", flat=True))
    if plan.replacement_ore:
        owing |= set(_out(until).values_list("patron_id", flat=True))
    owing -= set(restricted_people(Purpose.FEES))
    return sum(invoice_patron(each, now=now, policy=policy) for each in sorted(owing))


def invoice_patron(person_id: UUID, *, now: datetime, policy: Policy) -> bool:
    """Claim the price of what has been out too long, and put all that is owed on one invoice."""
    day = today(policy, now)
    with transaction.atomic():
        _claim_what_is_out(person_id, now=now, policy=policy)
        rows = Claim.objects.select_for_update(of=("self",)).order_by("opened_on", "pk")
        claims = list(rows.filter(patron=person_id, settled_at=None, invoice=None))
        if not claims:
            return False
        whom = BilledTo(person_id, answering_guardian(person_id, on=day))
        invoice = make_invoice(whom, claims=claims, made_on=day, policy=policy)
        enqueue(Template.INVOICE, person_id=person_id, now=now, day=invoice.due_on)
        return True


def settle_invoice(
    invoice_id: UUID,
    *,
    method: Method,
    now: datetime,
    policy: Policy,
    waived_for: WaivedFor = WaivedFor.GOODWILL,
) -> tuple[int, ...]:
    """Settle every claim that is still open on an invoice, and with the last the invoice itself.

    Return the numbers of the vouchers, one for each claim.

    :raises Refused: there is no such invoice, or it is settled already.
    """
    with transaction.atomic():
        lock_vouchers(today(policy, now))
        invoice = _open_invoice(invoice_id)
        claims = invoice.claims.filter(settled_at=None).order_by("opened_on", "pk")
        return tuple(
            settle_claim(claim_id, method=method, now=now, policy=policy, waived_for=waived_for)
            for claim_id in list(claims.values_list("pk", flat=True))
        )


def settle_collected(invoice_id: UUID, *, now: datetime, policy: Policy) -> tuple[int, ...]:
    """Settle an invoice that was paid to the debt collector, who says so and has closed the case.

    Return the numbers of the vouchers. There is nothing to recall: the collector ended it.

    :raises Refused: there is no such invoice, it is settled, or no collector has it.
    """
    with transaction.atomic():
        invoice = Invoice.objects.filter(pk=invoice_id).first()
        if invoice is not None and invoice.settled_at is None and not invoice.collector:
            raise Refused(Reason(FeeRefusal.NOT_HANDED_OVER))
        numbers = settle_invoice(invoice_id, method=Method.BANK, now=now, policy=policy)
        if invoice is not None:
            close_recall(invoice.collector, invoice.number, now=now)
        return numbers


@dataclass(frozen=True, slots=True)
class PartPaid:
    """What was paid of an invoice, and what was seen to be left of it before, in ore."""

    amount_ore: int
    left_ore: int


def settle_part_of(
    invoice_id: UUID, *, paid: PartPaid, now: datetime, policy: Policy
) -> tuple[int, ...]:
    """Settle a part of an invoice, the oldest claims first; return the numbers of the vouchers.

    It was paid to the account or to the debt collector, who keeps the case and goes on with the
    rest. What was seen keeps a payment that is told twice from being booked twice. All that is left
    is no part: it settles the invoice, as `settle_invoice` and `settle_collected` do.

    :raises Refused: there is no such invoice, it is settled, something else is left of it by now,
        or the sum is none, or more than that.
    """
    with transaction.atomic():
        lock_vouchers(today(policy, now))
        invoice = _open_invoice(invoice_id)
        claims = list(invoice.claims.filter(settled_at=None).order_by("opened_on", "pk"))
        left = sum(each.amount_ore for each in claims)
        if left != paid.left_ore:
            raise Refused(Reason(FeeRefusal.LEFT_CHANGED))
        if not 0 < paid.amount_ore <= left:
            raise Refused(Reason(FeeRefusal.MORE_THAN_IS_LEFT))
        if paid.amount_ore == left and invoice.collector:
            return settle_collected(invoice_id, now=now, policy=policy)
        return tuple(_settle_parts(claims, paid.amount_ore, now, policy))


def _settle_parts(
    claims: Sequence[Claim], amount_ore: int, now: datetime, policy: Policy
) -> Iterator[int]:
    for claim in claims:
        part = min(claim.amount_ore, amount_ore)
        amount_ore -= part
        if part == claim.amount_ore:
            yield settle_claim(claim.pk, method=Method.BANK, now=now, policy=policy)
        elif part:
            yield settle_part(claim.pk, amount_ore=part, method=Method.BANK, now=now, policy=policy)


def _open_invoice(invoice_id: UUID) -> Invoice:
    """Return an invoice, and let nobody else settle it until the transaction ends."""
    invoice = Invoice.objects.select_for_update(of=("self",)).filter(pk=invoice_id).first()
    if invoice is None:
        raise Refused(Reason(FeeRefusal.UNKNOWN_INVOICE))
    if invoice.settled_at is not None:
        raise Refused(Reason(FeeRefusal.INVOICE_SETTLED))
    return invoice


def cancel_invoice(
    invoice_id: UUID, *, reason: CancelReason, now: datetime, policy: Policy
) -> None:
    """Take an invoice back: what is still open on it is waived.

    :raises Refused: there is no such invoice, or it is settled already.
    """
    with transaction.atomic():
        lock_vouchers(today(policy, now))
        # Before the last claim: with it an erasure may come to its end, and the row go.
        Invoice.objects.filter(pk=invoice_id, settled_at=None).update(cancelled_for=reason)
        why = WaivedFor(reason)
        settle_invoice(invoice_id, method=Method.WAIVED, now=now, policy=policy, waived_for=why)


def _last_due(day: date, policy: Policy) -> date:
    """Return the day on or before which something was due whose reminders were of no use."""
    return day - timedelta(days=max(late_days(policy.reminders)) + policy.invoices.after_days)


def _claim_what_is_out(person_id: UUID, *, now: datetime, policy: Policy) -> None:
    price = policy.invoices.replacement_ore
    if not price:
        return
    loans = _out(_last_due(today(policy, now), policy)).filter(patron=person_id)
    # Whoever returns a copy locks it first; so it is either back by now, or waits.
    list(Item.objects.select_for_update(no_key=True).filter(pk__in=loans.values("item")))
    for barcode in list(loans.order_by("pk").values_list("item__barcode", flat=True)):
        declare_lost(barcode, price_ore=price, now=now, policy=policy)


def _claims(until: date) -> "QuerySet[Claim]":
    return Claim.objects.filter(settled_at=None, invoice=None, opened_on__lte=until)


def _out(until: date) -> "QuerySet[Loan]":
    loans = Loan.objects.filter(returned_at=None, closed_at=None).filter(last_day_until(until))
    # A fee for a late renewal may hang on it; what was claimed as lost is not claimed again.
    loans = loans.exclude(claim__kind=ClaimKind.LOST)
    return loans.filter(said_returned_on=None)
