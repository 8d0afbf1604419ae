"""Make an invoice of claims, and see what becomes of it when a claim is settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from hylla.fees.actions.series import next_in
from hylla.fees.models import Claim, Invoice, InvoiceSeries
from hylla.fees.rules import due_day, reference_of
from hylla.messages.actions import take_back_message
from hylla.messages.models import Template
from hylla.patrons.actions import block, unblock
from hylla.patrons.models import Block
from hylla.patrons.models.cards import BlockReason
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy, Stops
from hylla.privacy.rights.deletions import owe_recall
from hylla.privacy.rights.restriction import restricted_people
from hylla.privacy.vocabulary import Purpose


@dataclass(frozen=True)
class BilledTo:
    """Whose claims an invoice is about, and the guardian it goes to in a child's place."""

    patron_id: UUID
    addressee_id: UUID | None = None


@transaction.atomic
def make_invoice(
    whom: BilledTo, *, claims: Sequence[Claim], made_on: date, policy: Policy
) -> Invoice:
    """Put claims on an invoice with the next number of the year."""
    plan = policy.invoices
    serial = next_in(InvoiceSeries, made_on.year)
    invoice = Invoice.objects.create(
        patron_id=whom.patron_id,
        addressee_id=whom.addressee_id,
        year=made_on.year,
        serial=serial,
        reference=reference_of(made_on.year, serial, plan=plan),
        amount_ore=sum(each.amount_ore for each in claims),
        made_on=made_on,
        due_on=due_day(made_on, plan=plan),
    )
    Claim.objects.filter(pk__in=[each.pk for each in claims]).update(invoice=invoice)
    if plan.stops is Stops.MADE:
        block(whom.patron_id, BlockReason.INVOICE, on=made_on)
    return invoice


def stop_overdue(*, now: datetime, policy: Policy) -> int:
    """Stop whoever has an overdue invoice from borrowing; return how many were not yet."""
    day = today(policy, now)
    if policy.invoices.stops is not Stops.OVERDUE:
        return 0
    late = Invoice.objects.filter(settled_at=None, due_on__lt=day)
    # What is contested leads to nothing worse (conflict case 56).
    late = late.exclude(patron__in=restricted_people(Purpose.FEES))
    # Whom somebody has let borrow again is left alone.
    before = Block.objects.filter(person=OuterRef("patron"), since_on__gt=OuterRef("due_on"))
    late = late.exclude(Exists(before.filter(reason=BlockReason.INVOICE)))
    people = sorted(set(late.values_list("patron_id", flat=True)))
    for person_id in people:
        block(person_id, BlockReason.INVOICE, on=day)
    return len(people)


def lock_invoice_of(claim_id: UUID) -> UUID | None:
    """Lock the invoice that a claim stands on, so that two who settle its last two see both."""
    rows = Invoice.objects.select_for_update(of=("self",)).filter(claims=claim_id)
    return rows.values_list("pk", flat=True).first()


def follow(invoice_id: UUID, *, now: datetime, policy: Policy) -> None:
    """Settle an invoice whose claims all are, and lift the block when it was the last."""
    if Claim.objects.filter(invoice=invoice_id, settled_at=None).exists():
        return
    invoice = Invoice.objects.get(pk=invoice_id)
    invoice.settled_at = now
    invoice.save(update_fields=["settled_at"])
    debtor = invoice.addressee_id or invoice.patron_id
    if invoice.warning_id is not None:
        take_back_message(Template.COLLECTION_WARNING, person_id=debtor, code=invoice.number)
    if invoice.handed_over_on is not None:
        # Before the person goes: their receipt waits for the collector's answer.
        owe_recall(debtor, recipient=invoice.collector, reference=invoice.number, now=now)
    let_borrow_again(invoice.patron_id, now=now, policy=policy)


def let_borrow_again(person_id: UUID, *, now: datetime, policy: Policy) -> None:
    """Lift the block of somebody whom no invoice stops any more."""
    others = Invoice.objects.filter(patron=person_id, settled_at=None)
    if policy.invoices.stops is Stops.OVERDUE:
        others = others.filter(due_on__lt=today(policy, now))
    if not others.exists():
        unblock(person_id, BlockReason.INVOICE, on=today(policy, now))
