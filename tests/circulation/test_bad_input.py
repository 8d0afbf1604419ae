"""What a library is given that makes no sense: a clear no, or the nearest thing that does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hylla.catalogue.models import Item
from hylla.circulation.actions import (
    expire_shelf,
    place_hold,
    remind,
    renew,
    return_item,
    send_invoices,
    withdraw,
)
from hylla.circulation.models import Hold, Loan, LoanRule
from hylla.circulation.queries import queue_of
from hylla.fees.models import Claim
from hylla.library.actions import bump_rules_version
from hylla.library.models import ClosedDay
from hylla.library.refusals import Refused
from hylla.messages.models import Message
from hylla.privacy.removal import remove_due
from tests.circulation.world import NOW, TODAY, World, make_world, policy_of

AN_HOUR = timedelta(hours=1)
A_YEAR, SUNDAY = 366, 7


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [str(each.code) for each in refused.value.reasons]


def holds(world: World, item: Item, **more: object) -> str:
    person, _ = world.patron()
    try:
        place_hold(
            person_id=person,
            record_id=item.record_id,
            pickup_branch_id=world.main.pk,
            policy=world.policy,
            **{"now": NOW, **more},  # type: ignore[arg-type]  # only the time
        )
    except Refused as refused:
        return str(refused.reasons[0].code)
    return "placed"


def test_a_clock_that_is_set_back_ends_loans_without_a_fee_and_keeps_the_queue(
    world: World,
) -> None:
    item, _ = world.item(), world.record()
    _, card = world.patron()
    world.lend(card, item)
    assert holds(world, item) == "placed"
    assert holds(world, item, now=NOW - AN_HOUR) == "placed"
    first = Hold.objects.order_by("pk").count()
    assert [each.position for each in queue_of(item.record_id)] == [1, 2]
    # Whoever came while it was an hour ago stands behind.
    moments = [each.placed_at for each in queue_of(item.record_id)]
    assert moments[0] == NOW < moments[1]
    back = world.take_back(item, now=NOW - AN_HOUR)
    assert (back.was_on_loan, back.fee_ore, Claim.objects.count()) == (True, 0, 0)
    assert not Loan.objects.filter(returned_at=None).exists()
    remove_due(world.policy, now=NOW - AN_HOUR)
    assert Hold.objects.count() == first


def test_an_item_without_a_rule_is_not_lent_nor_waited_for_and_comes_back_all_the_same(
    world: World,
) -> None:
    item, out = world.item(), world.item()
    _, card = world.patron()
    world.lend(card, out)
    LoanRule.objects.all().delete()
    bump_rules_version()
    with pytest.raises(Refused) as refused:
        world.lend(card, item)
    assert codes(refused) == ["no_rule"]
    assert holds(world, item) in {"no_rule", "nothing_to_hold"}
    with pytest.raises(Refused) as refused:
        renew(barcode=out.barcode, now=NOW, policy=world.policy)
    assert codes(refused) == ["no_rule"]
    late = NOW + timedelta(days=60)
    assert world.take_back(out, now=late).was_on_loan
    assert not Loan.objects.filter(returned_at=None).exists()


def test_nobody_waits_for_a_title_whose_copies_are_all_withdrawn(world: World) -> None:
    item = world.item()
    other = world.item(record=item.record)
    withdraw(item.barcode, on=TODAY)
    assert holds(world, item) == "placed"
    Hold.objects.all().delete()
    withdraw(other.barcode, on=TODAY)
    assert holds(world, item) == "nothing_to_hold"
    assert not Hold.objects.exists()


@pytest.mark.parametrize("days", [200, A_YEAR + 60])
def test_a_branch_that_is_closed_for_a_year_charges_nobody_for_it(db: None, days: int) -> None:
    """Closed from the day after the loan: due on the first open day within a year, if any."""
    world = make_world(policy_of("kungsbacka"))
    item, other = world.item(), world.item(branch=world.other)
    _, card = world.patron()
    lent = world.lend(card, item)
    ClosedDay.objects.bulk_create(
        ClosedDay(branch=world.main, day=TODAY + timedelta(days=number))
        for number in range(1, days + 1)
    )
    bump_rules_version()
    opens = TODAY + timedelta(days=days + 1)
    opens += timedelta(days=opens.isoweekday() == SUNDAY)
    meanwhile = NOW + timedelta(days=100)
    if opens - lent.due_on < timedelta(days=365):
        assert remind(now=meanwhile, policy=world.policy) == 0
        assert send_invoices(now=meanwhile, policy=world.policy) == 0
        assert world.take_back(item, now=meanwhile, branch=world.other).fee_ore == 0
    # A copy for whoever waits there stays on the shelf until somebody can come, within a year.
    assert holds(world, other) == "placed"
    world.take_back(other, now=meanwhile, branch=world.other)
    world.take_back(other, now=meanwhile, branch=world.main)
    until = Hold.objects.get().shelf_until_on
    assert until is not None
    asked = meanwhile.date() + timedelta(days=world.policy.lending.holds_shelf_days)
    assert until == (opens if opens - asked < timedelta(days=365) and opens > asked else asked)
    assert expire_shelf(now=meanwhile, policy=world.policy) == 0
    # Another loan there is due some day, and comes back.
    borrowed = world.lend(card, world.item(), now=meanwhile)
    assert borrowed.due_on >= meanwhile.date()


def test_what_nobody_borrowed_is_put_away_and_nobody_hears_of_it(world: World) -> None:
    item = world.item(branch=world.other)
    for _ in range(2):
        told = return_item(
            barcode=item.barcode, branch_id=world.main.pk, now=NOW, policy=world.policy
        )
        assert (told.was_on_loan, told.fee_ore, told.due_on) == (False, 0, None)
        assert told.destination.to_branch_id == world.other.pk
    assert (Loan.objects.count(), Claim.objects.count(), Message.objects.count()) == (0, 0, 0)
    with pytest.raises(Refused) as refused:
        return_item(barcode="no such", branch_id=world.main.pk, now=NOW, policy=world.policy)
    assert codes(refused) == ["unknown_item"]


def test_late_by_a_century_costs_what_the_cap_says(db: None) -> None:
    policy = policy_of("kungsbacka")
    world = make_world(replace(policy, fees=replace(policy.fees, cap_ore=4_000)))
    item = world.item()
    _, card = world.patron()
    world.lend(card, item)
    assert world.take_back(item, now=NOW.replace(year=2126)).fee_ore == 4_000
