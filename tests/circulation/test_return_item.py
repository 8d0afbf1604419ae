"""Taking back: the branches of docs/domains/circulation.md, by number."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.actions import (
    Returned,
    Route,
    declare_lost,
    return_item,
    return_told_late,
    set_loan_rule,
    settle_claim,
)
from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries import charges_of, last_borrower, loans_of
from hylla.circulation.rules.codes import Refusal
from hylla.fees.models import Claim, Voucher
from hylla.fees.queries import balance_of
from hylla.library.refusals import Refused
from hylla.messages.models import Message
from hylla.patrons.models import Person
from hylla.privacy.erasure import ask
from hylla.privacy.removal import remove_due
from hylla.statistics.models import Event, Tally
from tests.circulation.world import ANYONE, NOW, TODAY, World, policy_of, with_fees

LATE = NOW + timedelta(days=38)
"""Ten days after a loan from `NOW` was due."""
DAILY = {"daily": 200, "cap": 5000, "block_at": 10_000}


def hold(world: World, item: Item, *, at: str = "main", minutes: int = 0) -> Hold:
    return Hold.objects.create(
        record=item.record,
        patron_id=world.patron()[0],
        pickup_branch=getattr(world, at),
        placed_at=NOW + timedelta(minutes=minutes),
    )


def test_refuses_what_it_does_not_know(world: World) -> None:
    """Taking back 1."""
    with pytest.raises(Refused) as refused:
        world.take_back(Item(barcode="nothing"))
    assert [each.code for each in refused.value.reasons] == [Refusal.UNKNOWN_ITEM]


def test_nothing_stays_but_a_number(world: World) -> None:
    """Taking back 2.4 and 2.5; R01, UME-25."""
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    returned = world.take_back(item, now=NOW + timedelta(days=1))
    assert returned.was_on_loan
    assert returned.destination.route == Route.RESHELVE
    assert not Loan.objects.exists()
    assert set(Tally.objects.values_list("event", "count")) == {("checkout", 1), ("return", 1)}
    assert Person.objects.get(pk=person).last_used_on == TODAY + timedelta(days=1)


def test_umea_lets_go_even_when_a_fee_comes(world: World) -> None:
    """Taking back 2.1 and 2.4; UME-25."""
    world.policy = with_fees(policy_of("umea"), **DAILY)
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    assert world.take_back(item, now=LATE).fee_ore == 2000
    assert not Loan.objects.exists()
    assert balance_of(person) == 2000
    assert [each.title for each in charges_of(person, now=LATE, policy=world.policy)] == [""]


def test_kungsbacka_lets_go_when_the_fee_is_settled(world: World) -> None:
    """Taking back 2.3; R03, KUN-37."""
    world.policy = with_fees(policy_of("kungsbacka"), **DAILY)
    person, card = world.patron()
    item = world.item(record=world.record("Fjellet"))
    world.lend(card, item)
    world.take_back(item, now=LATE)
    (charge,) = charges_of(person, now=LATE, policy=world.policy)
    assert (charge.amount_ore, charge.title) == (2000, "Fjellet")
    assert loans_of(person, now=LATE, policy=world.policy) == ()
    settle_claim(charge.claim_id, method="card", now=LATE, policy=world.policy)
    assert not Loan.objects.exists()
    assert charges_of(person, now=LATE, policy=world.policy) == ()
    voucher = Voucher.objects.get()
    assert (voucher.amount_ore, voucher.kind, voucher.method) == (2000, "overdue", "card")


def test_kungsbacka_lets_go_at_once_without_a_fee(world: World) -> None:
    """Taking back 2.4; KUN-36."""
    world.policy = with_fees(policy_of("kungsbacka"), **DAILY)
    _, card = world.patron()
    item = world.item()
    world.lend(card, item)
    world.take_back(item)
    assert not Loan.objects.exists()


def test_the_next_patron_borrows_what_waits_for_a_fee(world: World) -> None:
    """Taking back 2.3."""
    world.policy = with_fees(policy_of("kungsbacka"), **DAILY)
    item = world.item()
    world.lend(world.patron()[1], item)
    world.take_back(item, now=LATE)
    world.lend(world.patron()[1], item, now=LATE)
    assert Loan.objects.count() == 2


def test_case_24_sandnes_keeps_the_loan_from_every_ordinary_reader_for_72_hours(
    world: World,
) -> None:
    """Taking back 2.4; R01, SAN-54."""
    world.policy = policy_of("sandnes")
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    world.take_back(item)
    assert Loan.objects.get().closed_at == NOW
    assert loans_of(person, now=NOW, policy=world.policy) == ()
    limit = NOW + timedelta(hours=72)
    just_before = limit - timedelta(seconds=1)
    borrower = last_borrower(item.barcode, now=just_before, policy=world.policy)
    assert borrower is not None
    assert borrower.person_id == person
    assert last_borrower(item.barcode, now=limit, policy=world.policy) is None
    remove_due(world.policy, now=limit)
    assert not Loan.objects.exists()


def test_sandnes_counts_72_hours_from_the_payment(world: World) -> None:
    """Taking back 2.3, paying 3; SAN-18."""
    world.policy = with_fees(policy_of("sandnes"), **DAILY)
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    world.take_back(item, now=LATE)
    (charge,) = charges_of(person, now=LATE, policy=world.policy)
    paid_at = LATE + timedelta(days=30)
    remove_due(world.policy, now=paid_at)
    settle_claim(charge.claim_id, method="cash", now=paid_at, policy=world.policy)
    assert Loan.objects.get().closed_at == paid_at


@pytest.mark.parametrize(
    ("rule_day", "rule_cap", "days_late", "fee"),
    [(200, 5000, 0, 0), (200, 5000, 1, 200), (200, 500, 9, 500), (900, 90_000, 2, 400)],
)
def test_fee_by_the_rule_and_never_more_than_the_policy(
    world: World, rule_day: int, rule_cap: int, days_late: int, fee: int
) -> None:
    """Taking back 2.1; R38."""
    world.policy = with_fees(world.policy, **DAILY)
    set_loan_rule(replace(ANYONE, fee_per_day_ore=rule_day, fee_cap_ore=rule_cap))
    _, card = world.patron()
    item = world.item()
    world.lend(card, item)
    assert world.take_back(item, now=NOW + timedelta(days=28 + days_late)).fee_ore == fee


def test_what_was_on_no_loan_is_put_away(world: World) -> None:
    """Taking back 3."""
    returned = world.take_back(world.item())
    assert (returned.was_on_loan, returned.destination.route) == (False, Route.RESHELVE)
    assert not Tally.objects.exists()


def test_goes_home(world: World) -> None:
    """Taking back 7."""
    item = world.item(branch=world.other)
    away = world.take_back(item).destination
    assert (away.route, away.to_branch_id) == (Route.TRANSIT, world.other.pk)
    assert Item.objects.get(pk=item.pk).transit_to == world.other
    assert world.take_back(item, branch=world.other).destination.route == Route.RESHELVE
    assert Item.objects.get(pk=item.pk).transit_to is None


def test_goes_to_whoever_has_waited_longest(world: World) -> None:
    """Taking back 6."""
    item = world.item()
    late, early = hold(world, item, minutes=9), hold(world, item, minutes=1)
    destination = world.take_back(item).destination
    assert destination.route == Route.HOLD_SHELF
    early.refresh_from_db()
    late.refresh_from_db()
    assert early.item == item
    assert early.shelf_code == destination.shelf_code != ""
    # Fourteen days from the third are the seventeenth, an open Tuesday.
    assert early.shelf_until_on == destination.shelf_until_on
    assert late.item is None
    message = Message.objects.get()
    assert (message.template, message.person_id) == ("hold_ready", early.patron_id)
    assert (message.code, message.day) == (early.shelf_code, early.shelf_until_on)


def test_waits_on_the_shelf_until_an_open_day(world: World) -> None:
    """Taking back 6."""
    item = world.item()
    hold(world, item)
    days = world.policy.lending.holds_shelf_days
    sunday = date(2026, 11, 8)
    world.take_back(item, now=NOW + (sunday - timedelta(days=days) - TODAY))
    assert Hold.objects.get().shelf_until_on == sunday + timedelta(days=1)


def test_scanned_again_it_keeps_its_place_and_nobody_is_told_twice(world: World) -> None:
    """Taking back 6."""
    item = world.item()
    hold(world, item)
    first = world.take_back(item).destination
    assert world.take_back(item, now=NOW + timedelta(days=1)).destination == first
    assert Message.objects.count() == 1


def test_a_hold_at_another_branch_sends_it_there_and_tells_on_arrival(world: World) -> None:
    """Taking back 6."""
    item = world.item()
    wanted = hold(world, item, at="other")
    away = world.take_back(item).destination
    assert (away.route, away.to_branch_id) == (Route.TRANSIT, world.other.pk)
    assert not Message.objects.exists()
    arrived = world.take_back(item, branch=world.other).destination
    wanted.refresh_from_db()
    assert arrived.route == Route.HOLD_SHELF
    assert (wanted.shelf_code, wanted.item) == (arrived.shelf_code, item)
    assert Item.objects.get(pk=item.pk).transit_to is None
    assert Message.objects.get().branch == world.other


def test_codes_on_one_shelf_differ(world: World) -> None:
    """Taking back 6."""
    codes = set()
    for _ in range(30):
        item = world.item()
        hold(world, item)
        codes.add(world.take_back(item).destination.shelf_code)
    assert len(codes) == 30


@pytest.mark.parametrize("status", [ItemStatus.LOST, ItemStatus.MISSING])
def test_what_was_lost_is_found(world: World, status: ItemStatus) -> None:
    """Taking back 4."""
    item = world.item(status=status)
    wanted = hold(world, item)
    returned = world.take_back(item)
    assert returned.was_found
    assert returned.was_perhaps_paid == (status is ItemStatus.LOST)
    assert returned.destination.route == Route.HOLD_SHELF
    item.refresh_from_db()
    wanted.refresh_from_db()
    assert item.status == ItemStatus.IN_SERVICE
    assert wanted.item == item


@pytest.mark.parametrize("status", [ItemStatus.WITHDRAWN, ItemStatus.IN_PROCESS])
def test_what_is_not_in_service_goes_to_the_staff(world: World, status: ItemStatus) -> None:
    """Taking back 5."""
    item = world.item(status=status)
    hold(world, item)
    assert world.take_back(item).destination.route == Route.STAFF
    assert Hold.objects.get().item is None


def test_case_01_the_last_return_completes_an_erasure(world: World) -> None:
    """Taking back 8; R20, case 1."""
    person, card = world.patron()
    one, two = world.item(), world.item()
    world.lend(card, one)
    world.lend(card, two)
    assert not ask(person, policy=world.policy, now=NOW)
    world.take_back(one)
    assert Person.objects.filter(pk=person).exists()
    world.take_back(two)
    assert not Person.objects.filter(pk=person).exists()


def test_case_26_a_lost_item_that_is_paid_ends_its_loan(world: World) -> None:
    """Losing 1 and 3; R02, case 26."""
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    claim = declare_lost(item.barcode, price_ore=30_000, now=NOW, policy=world.policy)
    assert claim is not None
    assert balance_of(person) == 30_000
    settle_claim(claim, method="card", now=NOW, policy=world.policy)
    assert not Loan.objects.exists()
    item.refresh_from_db()
    assert item.status == ItemStatus.LOST
    assert Voucher.objects.get().kind == "lost"


def test_a_lost_item_that_comes_back_is_not_owed_any_more(world: World) -> None:
    """Taking back 2.2."""
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    declare_lost(item.barcode, price_ore=30_000, now=NOW, policy=world.policy)
    returned = world.take_back(item)
    assert returned.was_found
    assert (returned.waived_ore, returned.was_perhaps_paid) == (30_000, False)
    assert balance_of(person) == 0
    assert not Loan.objects.exists()
    assert Voucher.objects.get().method == "waived"
    assert Voucher.objects.get().waived_for == "returned"


def test_a_lost_item_without_a_price_ends_its_loan(world: World) -> None:
    """Losing 1."""
    _, card = world.patron()
    item = world.item()
    world.lend(card, item)
    assert declare_lost(item.barcode, now=NOW, policy=world.policy) is None
    assert not Loan.objects.exists()


def test_settles_once(world: World) -> None:
    """Paying 2."""
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    claim = declare_lost(item.barcode, price_ore=30_000, now=NOW, policy=world.policy)
    assert claim is not None
    settle_claim(claim, method="card", now=NOW, policy=world.policy)
    for number, code in ((claim, "already_settled"), (UUID(int=1), "unknown_claim")):
        with pytest.raises(Refused) as refused:
            settle_claim(number, method="card", now=NOW, policy=world.policy)
        assert [each.code for each in refused.value.reasons] == [code]
    assert Voucher.objects.count() == 1
    assert Claim.objects.get(patron=person).settled_at == NOW


@pytest.mark.parametrize("loans", [1, 1000])
def test_as_many_statements_with_one_loan_as_with_a_thousand(world: World, loans: int) -> None:
    person, card = world.patron()
    record = world.record()
    items = [world.item(record=record) for _ in range(loans)]
    Loan.objects.bulk_create(
        Loan(item=each, patron_id=person, branch=world.main, lent_at=NOW, due_on=TODAY)
        for each in items[1:]
    )
    world.lend(card, items[0])
    with CaptureQueriesContext(connection) as captured:
        return_item(barcode=items[0].barcode, branch_id=world.main.pk, now=NOW, policy=world.policy)
    statements = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    # PostgreSQL: lock, facts, both writes in one. SQLite: facts, loan, tally.
    assert len(statements) == 3


@pytest.mark.parametrize(("minutes", "stands"), [(-1, True), (0, False), (1, False)])
def test_a_return_told_late_ends_no_loan_that_began_since(
    world: World, minutes: int, stands: bool
) -> None:
    """2.8: taken back `minutes` after the loan began, and told of only later."""
    item = world.item()
    world.lend(world.patron()[1], item)
    when = NOW + timedelta(minutes=minutes)

    def tell() -> Returned:
        return return_told_late(
            barcode=item.barcode, branch_id=world.main.pk, done_at=when, policy=world.policy
        )

    if stands:
        with pytest.raises(Refused) as refused:
            tell()
        assert [each.code for each in refused.value.reasons] == [Refusal.LENT_SINCE]
    else:
        assert tell().was_on_loan
        # Told of again it ends nothing.
        assert not tell().was_on_loan
    assert Loan.objects.exists() is stands
    assert Tally.objects.filter(event=Event.RETURN).exists() is not stands
