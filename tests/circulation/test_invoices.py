"""What is owed becomes one invoice by night: with whom, with what, and how it ends."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from hylla.catalogue.models import ItemStatus
from hylla.circulation.actions import (
    cancel_invoice,
    leave,
    send_invoices,
    settle_claim,
    settle_invoice,
)
from hylla.circulation.models import Loan
from hylla.fees.actions import open_claim, stop_overdue
from hylla.fees.models import Claim, ClaimKind, Invoice, InvoiceSeries, Voucher
from hylla.fees.queries import balances, invoice_case, invoices_of, open_invoices
from hylla.fees.rules import CancelReason, FeeRefusal, Method
from hylla.formats.payment_references import is_reference
from hylla.library.refusals import Refused
from hylla.messages.models import Message, Template
from hylla.patrons.actions import unblock
from hylla.patrons.models import Block, Guardianship, Person
from hylla.patrons.models.cards import BlockReason
from hylla.privacy.erasure import complete_all
from hylla.privacy.policy import Policy, Stops
from tests.builders import ask_to_be_erased, policy_of
from tests.circulation.world import NOW, TODAY, World, make_world

LATE = NOW + timedelta(days=60)
"""A loan of today is 32 days late then: 21 are enough."""


@pytest.fixture
def policy() -> Policy:
    """After the second reminder, at 14 days, a week; 350 kr for a thing."""
    policy = policy_of("fjordvik")
    return replace(policy, invoices=replace(policy.invoices, after_days=7))


@pytest.fixture
def library(db: None, policy: Policy) -> World:
    return make_world(policy)


def owe(world: World, person: UUID, *, ore: int = 2000, on: date = TODAY) -> Claim:
    claim = open_claim(
        person,
        branch_id=world.main.pk,
        kind=ClaimKind.OVERDUE,
        amount_ore=ore,
        on=on,
    )
    return Claim.objects.get(pk=claim)


def is_stopped(person: UUID) -> bool:
    return Block.objects.filter(person=person, reason="invoice", until_on=None).exists()


def test_what_is_owed_and_what_is_out_is_one_invoice(library: World) -> None:
    person, card = library.patron()
    item = library.item()
    library.lend(card, item)
    owe(library, person)
    owe(library, person, ore=500, on=LATE.date())
    assert send_invoices(now=LATE, policy=library.policy) == 1
    assert send_invoices(now=LATE, policy=library.policy) == 0
    (facts,) = invoices_of(person, policy=library.policy, now=LATE)
    assert facts.number == "2027-000001"
    assert (facts.amount_ore, facts.left_ore) == (37_500, 37_500)
    assert is_reference(facts.reference)
    assert facts.reference == "020270000019"
    assert facts.due_on.weekday() < 5
    assert (facts.due_on - facts.made_on).days >= library.policy.invoices.due_days
    item.refresh_from_db()
    assert item.status == ItemStatus.LOST
    assert Message.objects.get(template=Template.INVOICE).day == facts.due_on


@pytest.mark.parametrize(("days", "made"), [(20, 0), (21, 1)])
def test_it_waits_for_the_second_reminder_and_its_days(
    library: World, days: int, made: int
) -> None:
    person, card = library.patron()
    library.lend(card, library.item())
    Loan.objects.update(due_on=NOW.date())
    assert send_invoices(now=NOW + timedelta(days=days), policy=library.policy) == made


@pytest.mark.parametrize("after_days", [0, 200])
def test_none_is_made_where_the_policy_has_none_or_not_yet(library: World, after_days: int) -> None:
    person, card = library.patron()
    library.lend(card, library.item())
    owe(library, person)
    invoices = replace(library.policy.invoices, after_days=after_days)
    assert send_invoices(now=LATE, policy=replace(library.policy, invoices=invoices)) == 0
    assert not InvoiceSeries.objects.exists()


def test_without_a_price_what_is_out_stays_a_loan(library: World) -> None:
    _, card = library.patron()
    item = library.item()
    library.lend(card, item)
    invoices = replace(library.policy.invoices, replacement_ore=0)
    assert send_invoices(now=LATE, policy=replace(library.policy, invoices=invoices)) == 0
    item.refresh_from_db()
    assert item.status == ItemStatus.IN_SERVICE


def test_numbers_have_no_gap_and_begin_anew_each_year(library: World) -> None:
    for _ in range(3):
        owe(library, library.patron()[0])
    with transaction.atomic():
        send_invoices(now=LATE, policy=library.policy)
        transaction.set_rollback(True)
    assert send_invoices(now=LATE, policy=library.policy) == 3
    owe(library, library.patron()[0])
    send_invoices(now=LATE + timedelta(days=365), policy=library.policy)
    numbers = sorted(Invoice.objects.values_list("year", "serial"))
    assert numbers == [(2027, 1), (2027, 2), (2027, 3), (2028, 1)]


def test_what_is_contested_waits(library: World) -> None:
    """Conflict case 56."""
    person, _ = library.patron()
    owe(library, person)
    asked = ask_to_be_erased(person, kind="restriction", what="fees")
    assert send_invoices(now=LATE, policy=library.policy) == 0
    asked.delete()
    assert send_invoices(now=LATE, policy=library.policy) == 1


def test_it_is_paid_when_its_last_claim_is(library: World) -> None:
    person, _ = library.patron()
    claims = [owe(library, person), owe(library, person, ore=700)]
    send_invoices(now=LATE, policy=library.policy)
    settle_claim(claims[0].pk, method=Method.CASH, now=LATE, policy=library.policy)
    (facts,) = open_invoices(policy=library.policy, now=LATE)
    assert (facts.amount_ore, facts.left_ore) == (2700, 700)
    case = invoice_case(facts.invoice_id, policy=library.policy, now=LATE)
    assert case is not None
    assert [each.amount_ore for each in case.lines] == [700]
    settle_invoice(facts.invoice_id, method=Method.BANK, now=LATE, policy=library.policy)
    assert open_invoices(policy=library.policy, now=LATE) == ()
    assert balances() == {"cash": 2000, "bank": 700, "income": -2700}
    with pytest.raises(Refused) as refused:
        settle_invoice(facts.invoice_id, method=Method.BANK, now=LATE, policy=library.policy)
    assert [each.code for each in refused.value.reasons] == [FeeRefusal.INVOICE_SETTLED]


def test_taking_it_back_waives_what_is_open(library: World) -> None:
    person, _ = library.patron()
    owe(library, person)
    send_invoices(now=LATE, policy=library.policy)
    (facts,) = invoices_of(person, policy=library.policy, now=LATE)
    cancel_invoice(facts.invoice_id, reason=CancelReason.CONTESTED, now=LATE, policy=library.policy)
    (facts,) = invoices_of(person, policy=library.policy, now=LATE)
    assert (facts.cancelled_for, facts.settled_at) == (CancelReason.CONTESTED, LATE)
    assert balances() == {"waived": 2000, "income": -2000}
    assert Voucher.objects.get().waived_for == CancelReason.CONTESTED
    with pytest.raises(Refused):
        cancel_invoice(facts.invoice_id, reason=CancelReason.WRONG, now=LATE, policy=library.policy)
    assert Invoice.objects.get().cancelled_for == CancelReason.CONTESTED


def test_what_comes_back_is_owed_no_more(library: World) -> None:
    person, card = library.patron()
    item = library.item()
    library.lend(card, item)
    send_invoices(now=LATE, policy=library.policy)
    library.take_back(item, now=LATE)
    (facts,) = invoices_of(person, policy=library.policy, now=LATE)
    assert (facts.left_ore, facts.settled_at) == (0, LATE)


def test_overdue_it_stops_and_settled_it_does_not(library: World) -> None:
    person, _ = library.patron()
    claim = owe(library, person)
    send_invoices(now=LATE, policy=library.policy)
    due = Invoice.objects.get().due_on
    on_day, after = (LATE + (due - LATE.date()) + timedelta(days=each) for each in (0, 1))
    assert stop_overdue(now=on_day, policy=library.policy) == 0
    assert stop_overdue(now=after, policy=library.policy) == 1
    assert is_stopped(person)
    assert stop_overdue(now=after, policy=library.policy) == 0
    settle_claim(claim.pk, method=Method.CARD, now=after, policy=library.policy)
    assert not is_stopped(person)


def test_whoever_was_let_go_on_is_not_stopped_again(library: World) -> None:
    person, _ = library.patron()
    owe(library, person)
    send_invoices(now=LATE, policy=library.policy)
    after = LATE + timedelta(days=60)
    stop_overdue(now=after, policy=library.policy)
    unblock(person, BlockReason.INVOICE, on=after.date())
    assert stop_overdue(now=after + timedelta(days=1), policy=library.policy) == 0


def test_where_the_policy_says_so_it_stops_at_once_until_the_last_is_settled(
    library: World,
) -> None:
    """Kungsbacka, KUN-13."""
    stops = replace(library.policy.invoices, stops=Stops.MADE)
    policy = replace(library.policy, invoices=stops)
    person, _ = library.patron()
    first = owe(library, person)
    send_invoices(now=LATE, policy=policy)
    assert is_stopped(person)
    second = owe(library, person)
    send_invoices(now=LATE + timedelta(days=90), policy=policy)
    settle_claim(first.pk, method=Method.CARD, now=LATE, policy=policy)
    assert is_stopped(person)
    settle_claim(second.pk, method=Method.CARD, now=LATE, policy=policy)
    assert not is_stopped(person)


def test_a_childs_goes_to_a_guardian_who_stays_until_it_is_paid(library: World) -> None:
    """Conflict case 12: also when the child has come of age meanwhile."""
    child, _ = library.patron(born=date(2012, 1, 1), category="child")
    guardian, _ = library.patron()
    bond = Guardianship.objects.create(
        child_id=child, guardian_id=guardian, since_on=date(2020, 1, 1), ends_on=date(2030, 1, 1)
    )
    claim = owe(library, child)
    send_invoices(now=LATE, policy=library.policy)
    case = invoice_case(Invoice.objects.get().pk, policy=library.policy, now=LATE)
    assert case is not None
    assert (case.patron_id, case.addressee_id) == (child, guardian)
    bond.delete()
    assert not leave(guardian, policy=library.policy, now=LATE)
    settle_claim(claim.pk, method=Method.CARD, now=LATE, policy=library.policy)
    assert complete_all(policy=library.policy, now=LATE) == 1
    assert not Person.objects.filter(pk=guardian).exists()


def test_an_erasure_waits_for_it_and_nothing_is_left(library: World) -> None:
    """Conflict case 2."""
    person, _ = library.patron()
    claim = owe(library, person)
    send_invoices(now=LATE, policy=library.policy)
    assert not leave(person, policy=library.policy, now=LATE)
    settle_claim(claim.pk, method=Method.CARD, now=LATE, policy=library.policy)
    assert not Person.objects.filter(pk=person).exists()
    assert not Invoice.objects.exists()
    assert Voucher.objects.count() == 1


def test_it_goes_by_its_own_period(library: World) -> None:
    person, _ = library.patron()
    owe(library, person)
    send_invoices(now=LATE, policy=library.policy)
    settle_invoice(Invoice.objects.get().pk, method=Method.BANK, now=LATE, policy=library.policy)
    over = library.policy.period("settled_invoice").after(LATE)
    before = over - timedelta(minutes=1)
    assert invoices_of(person, policy=library.policy, now=before)
    assert not invoices_of(person, policy=library.policy, now=over)
