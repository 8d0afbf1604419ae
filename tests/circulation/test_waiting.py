"""How long somebody waits: as if everyone before them kept a copy for all of their time."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.catalogue.models import ItemStatus, Record
from hylla.circulation.actions import place_hold, set_loan_rule
from hylla.circulation.models import Loan
from hylla.circulation.queries import expected_weeks, holds_of
from hylla.circulation.rules.terms import Case
from hylla.circulation.rules.waiting import expected_on, weeks_until
from tests.circulation.world import ANYONE, NOW, TODAY, World


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("position", "free", "expected"),
    [
        (1, [], None),
        (0, [3], None),
        (1, [9, 3], 3),
        (2, [9, 3], 9),
        (3, [9, 3], 33),
        (4, [9, 3], 39),
        (3, [5], 65),
    ],
)
def test_each_copy_goes_round(position: int, free: list[int], expected: int | None) -> None:
    found = expected_on(position, free_on=[day(each) for each in free], days=30)
    assert found == (None if expected is None else day(expected))


copies = st.lists(st.integers(0, 60), min_size=1, max_size=6)


@given(copies, st.integers(1, 30), st.integers(0, 60))
def test_nobody_waits_longer_for_an_earlier_place_or_another_copy(
    free: list[int], position: int, more: int
) -> None:
    days = [day(each) for each in free]
    here = expected_on(position, free_on=days, days=30)
    later = expected_on(position + 1, free_on=days, days=30)
    helped = expected_on(position, free_on=[*days, day(more)], days=30)
    assert here is not None
    assert later is not None
    assert helped is not None
    assert helped <= here <= later


@pytest.mark.parametrize(("days", "weeks"), [(0, 1), (1, 1), (7, 1), (8, 2), (28, 4), (29, 5)])
def test_weeks_that_have_begun_count(days: int, weeks: int) -> None:
    assert weeks_until(day(days), today=TODAY) == weeks


def wait(world: World, record: Record, *, minutes: int = 0) -> UUID:
    """Let somebody new wait for a title, so many minutes later."""
    person, _ = world.patron()
    place_hold(
        person_id=person,
        record_id=record.pk,
        pickup_branch_id=world.main.pk,
        now=NOW + timedelta(minutes=minutes),
        policy=world.policy,
    )
    return person


def weeks(world: World, person: UUID) -> list[int]:
    holds = holds_of(person, now=NOW, policy=world.policy)
    found = expected_weeks(person, holds, now=NOW, policy=world.policy)
    return list(found.values())


def test_those_before_take_all_their_time(world: World) -> None:
    """One copy, due in four weeks: the second waits for the first, and for the shelf before."""
    item = world.item()
    world.lend(world.patron()[1], item)
    first, second = wait(world, item.record), wait(world, item.record, minutes=1)
    on_shelf = world.policy.lending.holds_shelf_days
    assert weeks(world, first) == [4]
    assert weeks(world, second) == [-(-(28 + 28 + on_shelf) // 7)]
    world.item(record=item.record)
    assert weeks(world, first) == [1]


def test_nothing_is_said_where_nothing_can_be(world: World) -> None:
    """Only a late copy, a lost one, and one that is not lent where it would be fetched."""
    item = world.item()
    world.lend(world.patron()[1], item)
    person = wait(world, item.record)
    Loan.objects.update(due_on=day(-1))
    world.item(record=item.record, status=ItemStatus.LOST)
    world.item(record=item.record, item_type="game")
    set_loan_rule(replace(ANYONE.of(Case(None, "game")), is_lent=False))
    assert weeks(world, person) == []
    assert weeks(world, world.patron()[0]) == []


def test_a_copy_that_is_set_aside_goes_round_once_more(world: World) -> None:
    item = world.item()
    wait(world, item.record)
    world.take_back(item)
    person = wait(world, item.record)
    assert weeks(world, person) == [-(-(28 + world.policy.lending.holds_shelf_days) // 7)]
