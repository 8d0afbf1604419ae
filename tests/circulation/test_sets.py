"""Copies gathered for a group: Sets, in docs/domains/circulation.md."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from hylla.catalogue.models import Item
from hylla.circulation.actions import (
    Route,
    SetWish,
    Sought,
    cancel_set,
    expire_shelf,
    gather_oneself,
    leave,
    lend_set,
    place_set,
    settle_for,
    tell_of_sets,
    wait_for,
)
from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries import holds_of, sets_of
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Refused
from hylla.messages.models import Message
from tests.circulation.world import NOW, TODAY, World

SOON = TODAY + timedelta(days=9)


def copies(world: World, number: int) -> list[Item]:
    first = world.item()
    return [first, *(world.item(record=first.record) for _ in range(number - 1))]


def gather(
    world: World, teacher: UUID, items: list[Item], *, on: date = SOON, number: int = 0
) -> UUID:
    return place_set(
        SetWish(items[0].record_id, number or len(items), on),
        person_id=teacher,
        pickup_branch_id=world.main.pk,
        now=NOW,
        policy=world.policy,
    )


def told() -> int:
    return Message.objects.filter(template="hold_ready").count()


def test_a_set_is_gathered_told_of_once_and_lent_in_one_go(world: World) -> None:
    """Sets 1 to 4, and 6: one code, one message, no pupil."""
    teacher, _ = world.patron()
    items = copies(world, 3)
    key = gather(world, teacher, items)
    assert holds_of(teacher, now=NOW, policy=world.policy) == ()
    back = [world.take_back(each).destination for each in items[:2]]
    assert {each.route for each in back} == {Route.HOLD_SHELF}
    assert len({each.shelf_code for each in back}) == 1
    assert told() == 0
    (one,) = sets_of(teacher)
    assert (one.copies, one.there, one.coming, one.is_complete) == (3, 2, 0, False)
    assert one.needed_on == SOON
    assert one.shelf_until_on is not None
    assert one.shelf_until_on >= SOON
    world.take_back(items[2])
    world.take_back(items[2])
    assert told() == 1
    about = {"branch_id": world.main.pk, "policy": world.policy, "now": NOW}
    answers = lend_set(key, person_id=teacher, **about)  # type: ignore[arg-type]  # as they are
    assert [each.lent is not None for each in answers] == [True] * 3
    assert Loan.objects.filter(patron=teacher).count() == 3
    assert not Hold.objects.exists()
    assert sets_of(teacher) == ()
    world.take_back(items[0])
    assert Loan.objects.filter(patron=teacher).count() == 2


def test_others_come_first_until_four_weeks_before(world: World) -> None:
    """Sets 2."""
    items = copies(world, 2)
    gather(world, world.patron()[0], items, on=TODAY + timedelta(days=40))
    other = world.patron()[0]
    sought = Sought(items[0].record_id)
    about = {"pickup_branch_id": world.main.pk, "policy": world.policy}
    later = NOW + timedelta(minutes=1)
    wait_for(sought, person_id=other, now=later, **about)  # type: ignore[arg-type]  # as they are
    world.take_back(items[0])
    assert Hold.objects.get(item=items[0]).patron_id == other
    world.take_back(items[1], now=NOW + timedelta(days=12))
    assert Hold.objects.get(item=items[1]).set_key is not None


def test_what_is_there_can_be_enough(world: World) -> None:
    """Sets 5."""
    teacher, _ = world.patron()
    items = copies(world, 3)
    key = gather(world, teacher, items)
    with pytest.raises(Refused):
        settle_for(key, person_id=teacher, now=NOW, policy=world.policy)
    world.take_back(items[0])
    with pytest.raises(Refused):
        settle_for(key, person_id=world.patron()[0], now=NOW, policy=world.policy)
    assert settle_for(key, person_id=teacher, now=NOW, policy=world.policy) == 1
    assert told() == 1
    assert sets_of(teacher)[0].is_complete


def test_on_its_day_what_is_there_is_told_of(world: World) -> None:
    """Sets 5 and 7: and when it is not fetched it ends, with one message."""
    teacher, _ = world.patron()
    items = copies(world, 3)
    gather(world, teacher, items)
    world.take_back(items[0])
    world.take_back(items[1])
    the_day = NOW + timedelta(days=9)
    assert tell_of_sets(now=NOW, policy=world.policy) == 0
    assert tell_of_sets(now=the_day, policy=world.policy) == 1
    assert tell_of_sets(now=the_day, policy=world.policy) == 0
    assert told() == 1
    assert sets_of(teacher)[0].copies == 2
    assert expire_shelf(now=NOW + timedelta(days=60), policy=world.policy) == 2
    assert Message.objects.filter(template="hold_expired").count() == 1
    assert not Hold.objects.exists()


@pytest.mark.parametrize("by", ["cancel", "leave"])
def test_a_set_given_up_goes_to_who_waits_next(world: World, by: str) -> None:
    """Sets 7."""
    teacher, _ = world.patron()
    items = copies(world, 2)
    key = gather(world, teacher, items, number=2)
    world.take_back(items[0])
    other = world.patron()[0]
    about = {"pickup_branch_id": world.main.pk, "policy": world.policy}
    wait_for(Sought(items[0].record_id), person_id=other, now=NOW, **about)  # type: ignore[arg-type]  # as they are
    if by == "cancel":
        cancel_set(key, person_id=teacher, now=NOW, policy=world.policy)
    else:
        assert leave(teacher, policy=world.policy, now=NOW)
    assert Hold.objects.get().patron_id == other
    assert Hold.objects.get().item == items[0]


def refused(world: World, teacher: UUID, items: list[Item], **more: object) -> set[str]:
    with pytest.raises(Refused) as caught:
        gather(world, teacher, items, **more)  # type: ignore[arg-type]  # passed on
    return {each.code for each in caught.value.reasons}


def test_refuses_what_cannot_be_gathered(world: World) -> None:
    """Sets 1."""
    teacher, _ = world.patron()
    items = copies(world, 2)
    assert refused(world, teacher, items, number=3) == {Refusal.SET_TOO_LARGE}
    assert refused(world, teacher, items, on=TODAY) == {Refusal.SET_DAY_PAST}
    too_early = TODAY + timedelta(days=400)
    assert refused(world, teacher, items, on=too_early) == {Refusal.SET_TOO_EARLY}
    gather(world, teacher, items)
    assert refused(world, teacher, items) == {Refusal.ALREADY_HELD}


def test_a_copy_beside_the_set_leaves_it_whole(world: World) -> None:
    """Sets 4: only its own copies fill it."""
    teacher, card = world.patron()
    items = copies(world, 3)
    gather(world, teacher, items, number=2)
    world.take_back(items[0])
    assert not world.lend(card, items[2]).filled_hold
    assert sets_of(teacher)[0].copies == 2
    assert world.lend(card, items[0]).filled_hold
    assert sets_of(teacher)[0].copies == 1


def test_on_their_own_only_whom_the_library_has_named(world: World) -> None:
    """Sets 8."""
    items = copies(world, 2)
    wish = SetWish(items[0].record_id, 2, SOON)
    at: dict[str, Any] = {"pickup_branch_id": world.main.pk, "now": NOW}
    with pytest.raises(Refused, match=Refusal.SET_NOT_FOR_CATEGORY):
        gather_oneself(wish, person_id=world.patron()[0], policy=world.policy, **at)
    lending = replace(world.policy.lending, sets_for=("adult",))
    policy = replace(world.policy, lending=lending)
    teacher, child = world.patron()[0], world.patron(category="child")[0]
    with pytest.raises(Refused, match=Refusal.SET_NOT_FOR_CATEGORY):
        gather_oneself(wish, person_id=child, policy=policy, **at)
    gather_oneself(wish, person_id=teacher, policy=policy, **at)
    assert Hold.objects.filter(patron=teacher, set_key__isnull=False).count() == 2
