"""Debt collection: which invoices may go there, which are there, and what the collector gets."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Min, Sum

from hylla.fees.models import Claim, Invoice
from hylla.fees.queries.invoices import InvoiceFacts, open_invoices
from hylla.fees.rules import Debt, FeeRefusal, collecting_refusal, warning_refusal
from hylla.patrons.models import Address, Email, Identity
from hylla.patrons.queries import reach_of
from hylla.patrons.rules import age_on
from hylla.privacy.clocks import today
from hylla.privacy.models import OnwardNotice
from hylla.privacy.policy import Policy
from hylla.privacy.rights.deletions import ToDelete, recalls_waiting
from hylla.privacy.rights.restriction import restricted_people
from hylla.privacy.vocabulary import Purpose

ADULT = 18
"""In Norway and in Sweden: nobody younger is collected from, whatever the policy calls adult."""
NOTHING: tuple[int, date | None] = (0, None)


class Stage(StrEnum):
    """How far an unpaid invoice has come."""

    TO_WARN = "to_warn"
    WARNING_WAITS = "warning_waits"
    WARNED = "warned"
    READY = "ready"
    COLLECTED = "collected"
    LEFT_ALONE = "left_alone"
    TOO_LITTLE = "too_little"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Collectable:
    """An unpaid invoice and how far it has come, without whose it is."""

    facts: InvoiceFacts
    stage: Stage
    is_paused: bool
    """It is with the collector, and somebody contests it."""


@dataclass(frozen=True, repr=False, slots=True)
class ForCollector:
    """All that a debt collector gets of one invoice. `people` are those whom it tells of."""

    invoice_id: UUID
    number: str
    reference: str
    left_ore: int
    made_on: date
    due_on: date
    warned_on: date | None
    name: str
    lines: tuple[str, ...]
    birth_date: date | None
    people: tuple[UUID, ...]
    is_handed: bool


@dataclass(frozen=True, slots=True)
class ToPause:
    """A collector that must be told to wait, since an invoice is contested."""

    notice_id: int
    recipient: str
    numbers: tuple[str, ...]
    asked_at: datetime | None


def debtor_of(invoice: Invoice) -> UUID:
    """Return who owes what stands on an invoice: whom it is addressed to."""
    return invoice.addressee_id or invoice.patron_id


def debt_of(invoice: Invoice) -> Debt:
    """Return what is asked about an invoice before somebody is warned, or a collector gets it."""
    return debts_of([invoice])[invoice.pk]


def debts_of(invoices: Collection[Invoice]) -> Mapping[UUID, Debt]:
    """Return the same of many, in as many statements as for one."""
    people = {person for each in invoices for person in _people(each)}
    rows = Claim.objects.filter(invoice__in=invoices, settled_at=None).order_by()
    sums = rows.values_list("invoice").annotate(Sum("amount_ore"), Min("opened_on"))
    left = {key: (ore, since) for key, ore, since in sums}
    whom = Debtors(
        {each.person_id: each for each in Identity.objects.filter(person__in=people)},
        frozenset(restricted_people(Purpose.FEES)),
        frozenset(
            person
            for table in (Email, Address)
            for person in table.objects.filter(person__in=people).values_list(
                "person_id", flat=True
            )
        ),
    )
    return {
        each.pk: Debt(
            int(left.get(each.pk, NOTHING)[0]),
            each.due_on,
            each.warning_id is not None,
            each.warned_until_on,
            each.handed_over_on,
            whom.leave_alone(each, since=left.get(each.pk, NOTHING)[1] or each.made_on),
        )
        for each in invoices
    }


@dataclass(frozen=True, repr=False, slots=True)
class Debtors:
    """Who the people on some invoices are, who of them contest a fee, and who can be written to."""

    known: Mapping[UUID, Identity]
    contesting: frozenset[UUID]
    reached: frozenset[UUID]

    def leave_alone(self, invoice: Invoice, *, since: date) -> bool:
        """Say whether nobody is collected from: who contests it, was a child, or is protected.

        `since` is when the first of it was claimed: who owed as a child, and had no guardian to
        answer for it, is not collected from later (conflict case 12).
        Where a child's home is protected, so is the guardian's: they may live together. To whom
        nobody can write no warning goes either.
        """
        people, debtor = _people(invoice), debtor_of(invoice)
        born = self.known[debtor].birth_date
        was_child = born is None or age_on(born, min(invoice.made_on, since)) < ADULT
        is_protected = any(self.known[each].address_protected for each in people)
        is_contested = bool(self.contesting & people)
        return was_child or is_protected or is_contested or debtor not in self.reached


def _people(invoice: Invoice) -> frozenset[UUID]:
    return frozenset(filter(None, (invoice.patron_id, invoice.addressee_id)))


def has_open_invoice(person_id: UUID, *, due_on: date) -> bool:
    """Say whether an invoice of someone's that is to be paid by a day is not settled."""
    return Invoice.objects.filter(patron=person_id, due_on=due_on, settled_at=None).exists()


def is_warned_rightly(message_id: UUID) -> bool:
    """Say whether a warning should still go: its invoice is open, and nobody contests it."""
    invoice = Invoice.objects.filter(warning_id=message_id, settled_at=None).first()
    return invoice is not None and not debt_of(invoice).is_left_alone


def collectable(*, policy: Policy, now: datetime) -> tuple[Collectable, ...]:
    """Return the unpaid invoices with how far each has come, the longest overdue first."""
    return _collectables(open_invoices(policy=policy, now=now), policy, now)


def _collectables(
    facts: Iterable[InvoiceFacts], policy: Policy, now: datetime
) -> tuple[Collectable, ...]:
    known = {each.invoice_id: each for each in facts}
    debts = debts_of(list(Invoice.objects.filter(pk__in=known)))
    on = today(policy, now)
    return tuple(_collectable(each, debts[key], on, policy) for key, each in known.items())


def _collectable(facts: InvoiceFacts, debt: Debt, on: date, policy: Policy) -> Collectable:
    stage = _stage(debt, on, policy)
    return Collectable(facts, stage, stage is Stage.COLLECTED and debt.is_left_alone)


def _stage(debt: Debt, on: date, policy: Policy) -> Stage:
    if debt.handed_over_on is not None:
        return Stage.COLLECTED
    to_warn = warning_refusal(debt, on=on, plan=policy.invoices)
    if to_warn is None:
        return Stage.TO_WARN
    if to_warn is FeeRefusal.TOO_EARLY_TO_WARN or not policy.invoices.collector:
        return Stage.NOT_YET
    if to_warn is FeeRefusal.NOT_COLLECTED_FROM:
        return Stage.LEFT_ALONE if debt.due_on < on else Stage.NOT_YET
    if to_warn is FeeRefusal.TOO_LITTLE_TO_COLLECT:
        return Stage.TOO_LITTLE if debt.due_on < on else Stage.NOT_YET
    if debt.is_being_warned:
        return Stage.WARNING_WAITS
    why = collecting_refusal(debt, on=on, plan=policy.invoices)
    return Stage.READY if why is None else Stage.WARNED


def for_collector(
    ids: Collection[UUID], *, policy: Policy, now: datetime
) -> tuple[ForCollector, ...]:
    """Return what goes to the collector of those of these that may go, or have gone and are open.

    Whoever shows it, or hands it out, writes the read log first.
    """
    chosen = [each for each in open_invoices(policy=policy, now=now) if each.invoice_id in ids]
    rows = Invoice.objects.in_bulk([each.invoice_id for each in chosen])
    return tuple(
        _for_collector(each.facts, rows[each.facts.invoice_id], policy, now)
        for each in _collectables(chosen, policy, now)
        if each.stage in {Stage.READY, Stage.COLLECTED} and not each.is_paused
    )


def _for_collector(
    facts: InvoiceFacts, row: Invoice, policy: Policy, now: datetime
) -> ForCollector:
    who = reach_of(debtor_of(row), policy=policy, now=now)[0]
    return ForCollector(
        facts.invoice_id,
        facts.number,
        facts.reference,
        facts.left_ore,
        facts.made_on,
        facts.due_on,
        facts.warned_on,
        who.name,
        who.postal_lines,
        who.birth_date if policy.invoices.collector_gets_birth_date else None,
        tuple(_people(row)),
        facts.handed_over_on is not None,
    )


def collectors(policy: Policy) -> frozenset[str]:
    """Return who collects now, and who has got an invoice that is still known."""
    rows = Invoice.objects.exclude(collector="").values_list("collector", flat=True)
    return frozenset({policy.invoices.collector, *rows} - {""})


def to_recall(*, policy: Policy, now: datetime) -> tuple[ToDelete, ...]:
    """Return what collectors must be told to drop, or were told and have not confirmed."""
    return recalls_waiting(collectors(policy), now=now)


def to_pause(*, policy: Policy) -> tuple[ToPause, ...]:
    """Return which collectors must be told that somebody contests what they collect (case 56)."""
    rows = OnwardNotice.objects.filter(
        request__isnull=False, told_at=None, recipient__in=collectors(policy)
    )
    return tuple(_pauses(rows.select_related("request").order_by("asked_at", "pk")))


def _pauses(rows: Iterable[OnwardNotice]) -> Iterable[ToPause]:
    for row in rows:
        person = row.request.person_id if row.request else None
        theirs = Invoice.objects.filter(collector=row.recipient, settled_at=None)
        mine = theirs.filter(patron=person) | theirs.filter(addressee=person)
        numbers = tuple(each.number for each in mine.order_by("year", "serial"))
        if person is not None and numbers:
            yield ToPause(row.pk, row.recipient, numbers, row.asked_at)
