"""Invoices: someone's own, those that are open, and one with what stands on it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from hylla.fees.models import Claim, ClaimKind, Invoice
from hylla.fees.rules import CancelReason
from hylla.privacy.clocks import kept
from hylla.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """An invoice without whom it is for; `left_ore` is what is not settled yet."""

    invoice_id: UUID
    number: str
    reference: str
    amount_ore: int
    left_ore: int
    made_on: date
    due_on: date
    settled_at: datetime | None
    cancelled_for: CancelReason | None
    warned_on: date | None = None
    warned_until_on: date | None = None
    handed_over_on: date | None = None
    collector: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One open claim on an invoice."""

    kind: ClaimKind
    amount_ore: int
    opened_on: date


@dataclass(frozen=True, slots=True)
class InvoiceCase:
    """An invoice with whose it is, the guardian it goes to, and what is still open on it."""

    facts: InvoiceFacts
    patron_id: UUID
    addressee_id: UUID | None
    lines: tuple[InvoiceLine, ...]


def invoices_of(person_id: UUID, *, policy: Policy, now: datetime) -> tuple[InvoiceFacts, ...]:
    """Return someone's invoices, and those that they are to pay for a child, the newest first."""
    mine = Q(patron=person_id) | Q(addressee=person_id)
    rows = kept(Invoice, policy=policy, now=now).filter(mine)
    return tuple(map(_facts, _with_left(rows).order_by("-year", "-serial")))


def open_invoices(*, policy: Policy, now: datetime) -> tuple[InvoiceFacts, ...]:
    """Return the invoices that are not settled, the longest overdue first."""
    rows = kept(Invoice, policy=policy, now=now).filter(settled_at=None)
    return tuple(map(_facts, _with_left(rows).order_by("due_on", "year", "serial")))


def invoice_case(invoice_id: UUID, *, policy: Policy, now: datetime) -> InvoiceCase | None:
    """Return one invoice that is not settled; whoever shows it writes the read log first."""
    rows = kept(Invoice, policy=policy, now=now).filter(pk=invoice_id, settled_at=None)
    row = _with_left(rows).first()
    if row is None:
        return None
    claims = Claim.objects.filter(invoice=row, settled_at=None).order_by("opened_on", "pk")
    lines = tuple(
        InvoiceLine(ClaimKind(each.kind), each.amount_ore, each.opened_on) for each in claims
    )
    return InvoiceCase(_facts(row), row.patron_id, row.addressee_id, lines)


def _with_left(rows: "QuerySet[Invoice]") -> "QuerySet[Invoice]":
    is_open = Q(claims__settled_at=None)
    return rows.annotate(left_ore=Sum("claims__amount_ore", filter=is_open, default=0))


def _facts(row: Invoice) -> InvoiceFacts:
    return InvoiceFacts(
        row.pk,
        row.number,
        row.reference,
        row.amount_ore,
        int(getattr(row, "left_ore", 0)),
        row.made_on,
        row.due_on,
        row.settled_at,
        CancelReason(row.cancelled_for) if row.cancelled_for else None,
        row.warned_on,
        row.warned_until_on,
        row.handed_over_on,
        row.collector,
    )
