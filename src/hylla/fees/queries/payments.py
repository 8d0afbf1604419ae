"""Payments on the web: what became of one, and which are still under way."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from hylla.fees.models import ClaimKind, Payment, PaymentState
from hylla.privacy.clocks import kept
from hylla.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One thing that was to be paid for, and what became of it."""

    kind: ClaimKind
    amount_ore: int
    state: PaymentState
    voucher_number: int | None


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """One payment, with a line for each claim."""

    reference: str
    began_at: datetime
    finished_at: datetime | None
    lines: tuple[PaymentLine, ...]
    terminal: str = ""
    """The terminal on a desk; empty on the web."""

    def sum_of(self, *states: PaymentState) -> int:
        """Return the sum of the lines in these states, in ore."""
        return sum(each.amount_ore for each in self.lines if each.state in states)


def payments_of(person_id: uuid.UUID, *, now: datetime, policy: Policy) -> tuple[PaymentFacts, ...]:
    """Return someone's payments on the web that are under way or were lately, newest first."""
    rows = kept(Payment, policy=policy, now=now).filter(patron=person_id)
    by_reference: dict[str, list[Payment]] = {}
    for row in rows.order_by("-began_at", "reference", "kind", "pk"):
        by_reference.setdefault(row.reference, []).append(row)
    return tuple(_facts(reference, each) for reference, each in by_reference.items())


def payment_of(
    person_id: uuid.UUID, *, reference: str, now: datetime, policy: Policy
) -> PaymentFacts | None:
    """Return one of someone's own payments on the web."""
    every = payments_of(person_id, now=now, policy=policy)
    return next((each for each in every if each.reference == reference), None)


def unfinished(*, before: datetime) -> tuple[tuple[str, str], ...]:
    """Return reference and terminal of what began before a moment and has no end yet."""
    rows = Payment.objects.filter(finished_at=None, began_at__lte=before)
    return tuple(rows.order_by("reference").values_list("reference", "terminal").distinct())


def at_terminals(
    person_id: uuid.UUID, *, now: datetime, policy: Policy
) -> tuple[PaymentFacts, ...]:
    """Return someone's payments at terminals that have no end yet."""
    every = payments_of(person_id, now=now, policy=policy)
    return tuple(each for each in every if each.terminal and each.finished_at is None)


def _facts(reference: str, rows: list[Payment]) -> PaymentFacts:
    ends = [each.finished_at for each in rows if each.finished_at is not None]
    return PaymentFacts(
        reference,
        rows[0].began_at,
        max(ends) if len(ends) == len(rows) else None,
        tuple(
            PaymentLine(
                ClaimKind(each.kind),
                each.amount_ore,
                PaymentState(each.state),
                each.voucher_number,
            )
            for each in rows
        ),
        rows[0].terminal,
    )
