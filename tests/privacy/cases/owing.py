"""Somebody owes what may go to debt collection: the library, the invoice, and the days."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from hylla.fees.actions import hand_over, note_warnings, open_claim, warn
from hylla.fees.actions.invoices import BilledTo, make_invoice
from hylla.fees.models import Claim, ClaimKind, Invoice
from hylla.fees.queries import Stage, collectable
from hylla.fees.rules import FeeRefusal
from hylla.library.refusals import Refused
from hylla.messages.actions import deliver_due
from hylla.patrons.models import Address, Email
from hylla.privacy.policy import Policy
from hylla.privacy.rights.receipts import receipt_with
from tests.builders import policy_of
from tests.circulation.world import NOW, TODAY, World, make_world

COLLECTOR = "Exempelinkasso AB"
DAY = timedelta(days=1)
DUE = 30
"""Days that an invoice gives; the world's day is such that none falls on a weekend."""
WARNED_AT = NOW + (DUE + 10) * DAY
LATER = WARNED_AT + 20 * DAY
ORE = 4200


@pytest.fixture(name="policy")
def policy_() -> Policy:
    """Nobody is known to a processor, so that what waits is the collector's."""
    plan = replace(
        policy_of("fjordvik").invoices,
        due_days=DUE,
        collector=COLLECTOR,
        collector_number="999999999",
        collector_gets_birth_date=False,
        warn_after_days=5,
        warning_days=14,
        collect_from_ore=ORE,
    )
    return replace(policy_of("fjordvik"), invoices=plan, processors=())


@pytest.fixture(name="library")
def library_(db: None, policy: Policy) -> World:
    return make_world(policy)


def somebody(world: World, *, born: date | None = date(1980, 5, 17)) -> UUID:
    """Return somebody who can be written to."""
    person, number = world.patron(born=born)
    Email.objects.create(person_id=person, address=f"kari{number}@example.org")
    Address.objects.create(
        person_id=person,
        kind="registered",
        line_1="Prøveveien 1",
        postcode="0001",
        city="Oslo",
        country="NO",
    )
    return person


def invoiced(
    world: World, *, ore: int = ORE, whom: UUID | None = None, guardian: UUID | None = None
) -> Invoice:
    person = whom or somebody(world)
    for part in (1000, ore - 1000):
        open_claim(
            person, branch_id=world.main.pk, kind=ClaimKind.OVERDUE, amount_ore=part, on=TODAY
        )
    claims = list(Claim.objects.filter(patron=person, invoice=None))
    billed = BilledTo(person, guardian)
    return make_invoice(billed, claims=claims, made_on=TODAY, policy=world.policy)


def warned(world: World, invoice: Invoice) -> Invoice:
    """Warn of an invoice, and let the message go."""
    warn(invoice.pk, now=WARNED_AT, policy=world.policy)
    deliver_due(policy=world.policy, now=WARNED_AT)
    assert note_warnings(policy=world.policy) == 1
    invoice.refresh_from_db()
    return invoice


def collected(world: World, **whom: UUID) -> Invoice:
    """Return an invoice that the collector has."""
    invoice = warned(world, invoiced(world, **whom))
    hand_over(invoice.pk, now=LATER, policy=world.policy)
    return invoice


def why_not(world: World, invoice: Invoice, *, now: datetime = LATER) -> FeeRefusal | None:
    try:
        hand_over(invoice.pk, now=now, policy=world.policy)
    except Refused as no:
        return FeeRefusal(no.reasons[0].code)
    return None


def why_no_warning(
    world: World, invoice: Invoice, *, now: datetime = WARNED_AT
) -> FeeRefusal | None:
    try:
        warn(invoice.pk, now=now, policy=world.policy)
    except Refused as no:
        return FeeRefusal(no.reasons[0].code)
    return None


def stage_of(world: World, *, now: datetime = LATER) -> Stage:
    (each,) = collectable(policy=world.policy, now=now)
    return each.stage


def is_finished(code: str, world: World) -> bool:
    receipt = receipt_with(code, policy=world.policy, now=LATER)
    assert receipt is not None
    return receipt.completed_at is not None


def recipients_on(code: str, world: World) -> list[str]:
    receipt = receipt_with(code, policy=world.policy, now=LATER)
    assert receipt is not None
    return [each.recipient for each in receipt.processors]
