"""Waiting for a title: the branches of docs/domains/circulation.md, by number."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from hylla.catalogue.models import Item, ItemStatus, Record
from hylla.circulation.actions import (
    Placed,
    Route,
    cancel_hold,
    expire_shelf,
    leave,
    move_hold,
    place_hold,
    restore_hold,
    set_loan_rule,
)
from hylla.circulation.models import Hold
from hylla.circulation.queries import hold_shelf, holds_of, queue_of
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Refused
from hylla.messages.models import Message
from hylla.patrons.models import Block, Person
from hylla.statistics.models import Tally
from tests.circulation.world import ANYONE, NOW, TODAY, World


def place(world: World, person: UUID, record: Record, *, minutes: int = 0) -> Placed:
    return place_hold(
        person_id=person,
        record_id=record.pk,
        pickup_branch_id=world.main.pk,
        now=NOW + timedelta(minutes=minutes),
        policy=world.policy,
    )


def refused(world: World, person: UUID, record: Record) -> set[str]:
    holds = set(Hold.objects.values_list("pk", flat=True))
    with pytest.raises(Refused) as caught:
        place(world, person, record)
    assert set(Hold.objects.values_list("pk", flat=True)) == holds
    return {each.code for each in caught.value.reasons}


def test_queues_in_order(world: World) -> None:
    """Holding 3."""
    item = world.item()
    first, second = world.patron()[0], world.patron()[0]
    assert place(world, first, item.record, minutes=1).position == 1
    assert place(world, second, item.record, minutes=2).position == 2
    assert [each.person_id for each in queue_of(item.record_id)] == [first, second]
    (mine,) = holds_of(second, now=NOW, policy=world.policy)
    assert (mine.position, mine.in_transit, mine.shelf_until_on) == (2, False, None)
    assert Tally.objects.get().event == "hold"
    assert Person.objects.get(pk=first).last_used_on == TODAY


def test_refuses_what_is_held_already(world: World) -> None:
    """Holding 2."""
    item = world.item()
    person, _ = world.patron()
    place(world, person, item.record)
    assert refused(world, person, item.record) == {Refusal.ALREADY_HELD}


def test_refuses_what_they_have(world: World) -> None:
    """Holding 2."""
    item = world.item()
    person, card = world.patron()
    world.lend(card, item)
    assert refused(world, person, item.record) == {Refusal.HAS_IT_ON_LOAN}


def test_refuses_more_than_the_rule_allows(world: World) -> None:
    """Holding 2."""
    set_loan_rule(replace(ANYONE, max_holds=1))
    person, _ = world.patron()
    place(world, person, world.item().record)
    assert refused(world, person, world.item().record) == {Refusal.TOO_MANY_HOLDS}


@pytest.mark.parametrize("status", [ItemStatus.LOST, ItemStatus.MISSING, ItemStatus.WITHDRAWN])
def test_refuses_what_cannot_come(world: World, status: ItemStatus) -> None:
    """Holding 2."""
    person, _ = world.patron()
    assert refused(world, person, world.record()) == {Refusal.NOTHING_TO_HOLD}
    assert refused(world, person, world.item(status=status).record) == {Refusal.NOTHING_TO_HOLD}


def test_refuses_what_is_not_lent(world: World) -> None:
    """Holding 2."""
    set_loan_rule(replace(ANYONE, item_type="game", is_lent=False))
    person, _ = world.patron()
    game = world.item(item_type="game")
    assert refused(world, person, game.record) == {Refusal.NOTHING_TO_HOLD}


def test_refuses_for_the_patron_too_and_all_at_once(world: World) -> None:
    """Holding 1."""
    item = world.item()
    person, _ = world.patron()
    place(world, person, item.record)
    Block.objects.create(person_id=person, reason="conduct", since_on=TODAY)
    assert refused(world, person, item.record) == {Refusal.ALREADY_HELD, Refusal.BLOCKED_CONDUCT}


def test_refuses_nobody(world: World) -> None:
    """Holding 1."""
    assert refused(world, uuid4(), world.item().record) == {Refusal.UNKNOWN_PATRON}


def shelved(world: World, *, waiting: int) -> tuple[Item, list[Hold]]:
    """Return a copy on the hold shelf for the first of some who wait."""
    item = world.item()
    placed = [place(world, world.patron()[0], item.record, minutes=each) for each in range(waiting)]
    world.take_back(item)
    return item, [Hold.objects.get(pk=each.hold_id) for each in placed]


def test_the_shelf_is_read_by_code(world: World) -> None:
    item, (hold,) = shelved(world, waiting=1)
    (on_shelf,) = hold_shelf(world.main.pk)
    assert (on_shelf.hold_id, on_shelf.shelf_code) == (hold.pk, hold.shelf_code)
    assert on_shelf.barcode == item.barcode
    assert hold_shelf(world.other.pk) == ()


def test_cancelling_gives_the_copy_to_the_next(world: World) -> None:
    """Holding 4."""
    item, (first, second) = shelved(world, waiting=2)
    cancel_hold(first.pk, person_id=first.patron_id, now=NOW)
    second.refresh_from_db()
    assert second.item == item
    assert second.shelf_until_on is not None
    assert Message.objects.filter(person=second.patron_id, template="hold_ready").exists()


def test_cancelling_the_last_sends_the_copy_home(world: World) -> None:
    """Holding 4."""
    item, (hold,) = shelved(world, waiting=1)
    Item.objects.filter(pk=item.pk).update(branch=world.other)
    cancel_hold(hold.pk, now=NOW)
    item.refresh_from_db()
    assert item.transit_to == world.other
    assert not Hold.objects.exists()


def test_nobody_cancels_what_is_not_theirs(world: World) -> None:
    _, (hold,) = shelved(world, waiting=1)
    for hold_id, person in ((hold.pk, uuid4()), (uuid4(), None)):
        with pytest.raises(Refused) as caught:
            cancel_hold(hold_id, person_id=person, now=NOW)
        assert [each.code for each in caught.value.reasons] == [Refusal.UNKNOWN_HOLD]
    assert Hold.objects.exists()


def test_what_is_not_fetched_goes_to_the_next(world: World) -> None:
    """Holding 4."""
    item, (first, second) = shelved(world, waiting=2)
    assert first.shelf_until_on is not None
    last_day = NOW + (first.shelf_until_on - TODAY)
    assert expire_shelf(now=last_day, policy=world.policy) == 0
    assert expire_shelf(now=last_day + timedelta(days=1), policy=world.policy) == 1
    assert list(Hold.objects.values_list("pk", "item")) == [(second.pk, item.pk)]
    told = Message.objects.filter(template="hold_expired").values_list("person", flat=True)
    assert list(told) == [first.patron_id]


def test_case_17_an_erased_patrons_copy_goes_to_the_next_at_once(world: World) -> None:
    """Case 17: the hold goes now, and the copy is routed on; the next one is told."""
    item, (first, second) = shelved(world, waiting=2)
    assert leave(first.patron_id, policy=world.policy, now=NOW).is_done
    second.refresh_from_db()
    assert second.item == item
    assert second.shelf_code
    ready = Message.objects.filter(template="hold_ready", person=second.patron_id)
    assert ready.exists()
    # A scan finds the same.
    assert world.take_back(item).destination.route == Route.HOLD_SHELF


def test_a_copy_in_transit_for_a_cancelled_hold_is_routed_on_arrival(world: World) -> None:
    """Holding 4."""
    item = world.item()
    placed = place_hold(
        person_id=world.patron()[0],
        record_id=item.record_id,
        pickup_branch_id=world.other.pk,
        now=NOW,
        policy=world.policy,
    )
    world.take_back(item)
    cancel_hold(placed.hold_id, now=NOW)
    back = world.take_back(item, branch=world.other).destination
    assert (back.route, back.to_branch_id) == (Route.TRANSIT, world.main.pk)


def test_shelf_days_end_on_an_open_day(world: World) -> None:
    _, (hold,) = shelved(world, waiting=1)
    assert hold.shelf_until_on is not None
    assert hold.shelf_until_on >= TODAY + timedelta(days=world.policy.lending.holds_shelf_days)
    assert hold.shelf_until_on.weekday() != 6
    assert hold.shelf_until_on < date(2026, 12, 24)


def test_a_cancelled_hold_comes_back_where_it_was(world: World) -> None:
    """Holding 6."""
    item = world.item()
    first, second = world.patron()[0], world.patron()[0]
    placed = place(world, first, item.record)
    place(world, second, item.record, minutes=5)
    cancelled = cancel_hold(placed.hold_id, person_id=first, now=NOW)
    assert [each.person_id for each in queue_of(item.record_id)] == [second]
    later = NOW + timedelta(minutes=9)
    assert restore_hold(cancelled, now=later, policy=world.policy).position == 1
    assert [each.person_id for each in queue_of(item.record_id)] == [first, second]
    with pytest.raises(Refused) as caught:
        restore_hold(cancelled, now=later, policy=world.policy)
    assert [each.code for each in caught.value.reasons] == [Refusal.ALREADY_HELD]


def test_a_copy_that_went_on_stays_with_the_next(world: World) -> None:
    """Holding 6."""
    item = world.item()
    first, second = world.patron()[0], world.patron()[0]
    placed = place(world, first, item.record)
    place(world, second, item.record, minutes=5)
    world.take_back(item)
    cancelled = cancel_hold(placed.hold_id, person_id=first, now=NOW)
    restore_hold(cancelled, now=NOW, policy=world.policy)
    assert Hold.objects.get(item=item).patron_id == second
    assert Hold.objects.get(patron=first).item is None


def test_moving_a_hold_keeps_its_place(world: World) -> None:
    """Holding 5."""
    item = world.item()
    person = world.patron()[0]
    placed = place(world, person, item.record)
    with pytest.raises(Refused):
        move_hold(placed.hold_id, person_id=uuid4(), pickup_branch_id=world.other.pk)
    move_hold(placed.hold_id, person_id=person, pickup_branch_id=world.other.pk)
    (hold,) = holds_of(person, now=NOW, policy=world.policy)
    assert (hold.pickup_branch_id, hold.position) == (world.other.pk, 1)
    world.take_back(item)
    with pytest.raises(Refused) as caught:
        move_hold(placed.hold_id, person_id=person, pickup_branch_id=world.main.pk)
    assert [each.code for each in caught.value.reasons] == [Refusal.HOLD_ON_ITS_WAY]
