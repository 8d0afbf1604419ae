"""Waiting for one copy, beside those who take any: Holding 9 and 10 of the circulation's docs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.actions import (
    Placed,
    Route,
    Sought,
    cancel_hold,
    renew,
    restore_hold,
    set_loan_rule,
    wait_for,
    withdraw,
)
from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries import (
    availability,
    copies_to_fetch,
    expected_weeks,
    holds_of,
    items_of,
    waited_for,
)
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Refused
from tests.circulation.world import ANYONE, NOW, World


def seek(world: World, person: UUID, item: Item, *, alone: bool = True, minutes: int = 0) -> Placed:
    return wait_for(
        Sought(item.record_id, item.pk if alone else None),
        person_id=person,
        pickup_branch_id=world.main.pk,
        now=NOW + timedelta(minutes=minutes),
        policy=world.policy,
    )


def codes(world: World, person: UUID, item: Item, *, alone: bool = True) -> set[str]:
    with pytest.raises(Refused) as caught:
        seek(world, person, item, alone=alone)
    return {each.code for each in caught.value.reasons}


def position(world: World, person: UUID) -> list[int]:
    return [each.position for each in holds_of(person, now=NOW, policy=world.policy)]


def test_a_copy_goes_to_the_first_whom_it_serves(world: World) -> None:
    """Holding 9.1 and 9.2: volume two is not for who waits for volume one."""
    one = world.item()
    two = world.item(record=one.record)
    first, second, third = (world.patron()[0] for _ in range(3))
    assert seek(world, first, one).position == 1
    assert seek(world, second, one, alone=False, minutes=1).position == 2
    assert seek(world, third, two, minutes=2).position == 2
    assert [position(world, each) for each in (first, second, third)] == [[1], [2], [2]]
    back = world.take_back(two).destination
    assert back.route is Route.HOLD_SHELF
    assert Hold.objects.get(item=two).patron_id == second
    assert world.take_back(one).destination.route is Route.HOLD_SHELF
    assert Hold.objects.get(item=one).patron_id == first
    assert position(world, third) == [1]
    hold = Hold.objects.get(item=two)
    cancel_hold(hold.pk, now=NOW)
    assert Hold.objects.get(item=two).patron_id == third


def test_it_is_filled_by_that_copy_and_no_other(world: World) -> None:
    """Holding 9.3."""
    one = world.item()
    two, third = (world.item(record=one.record) for _ in range(2))
    person, card = world.patron()
    seek(world, person, one)
    seek(world, person, two)
    assert not world.lend(card, third).filled_hold
    assert world.lend(card, two).filled_hold
    (left,) = holds_of(person, now=NOW, policy=world.policy)
    assert left.only is not None
    assert (left.only.item_id, left.only.barcode) == (one.pk, one.barcode)


def test_refuses_what_would_never_come(world: World) -> None:
    """Holding 9.4."""
    one = world.item()
    two = world.item(record=one.record, status=ItemStatus.LOST)
    person, card = world.patron()
    assert codes(world, person, two) == {Refusal.NOTHING_TO_HOLD}
    other = Sought(world.record().pk, one.pk)
    with pytest.raises(Refused):
        wait_for(
            other, person_id=person, pickup_branch_id=world.main.pk, now=NOW, policy=world.policy
        )
    seek(world, person, one)
    assert codes(world, person, one) == {Refusal.ALREADY_HELD}
    assert codes(world, person, one, alone=False) == {Refusal.ALREADY_HELD}
    third = world.item(record=one.record)
    world.lend(card, third)
    assert Refusal.HAS_IT_ON_LOAN in codes(world, person, third)
    with pytest.raises(Refused) as caught:
        withdraw(one.barcode, on=NOW.date())
    assert {each.code for each in caught.value.reasons} == {Refusal.ITEM_HELD_FOR_OTHER}


def test_the_database_sets_no_other_copy_aside(world: World) -> None:
    one = world.item()
    two = world.item(record=one.record)
    hold = seek(world, world.patron()[0], one).hold_id
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=hold).update(item=two)


def test_the_others_volumes_can_be_renewed(world: World) -> None:
    """Holding 9.5."""
    set_loan_rule(replace(ANYONE, loan_days=28))
    one = world.item()
    two = world.item(record=one.record)
    card = world.patron()[1]
    world.lend(card, one)
    world.lend(card, two)
    seek(world, world.patron()[0], one)
    later = NOW + timedelta(days=5)
    assert renew(barcode=two.barcode, now=later, policy=world.policy).renewals == 1
    with pytest.raises(Refused) as caught:
        renew(barcode=one.barcode, now=later, policy=world.policy)
    assert {each.code for each in caught.value.reasons} == {Refusal.HELD_BY_OTHER}


def test_that_very_copy_is_fetched(world: World) -> None:
    """Holding 9.6: and it is not counted as free, while the others are."""
    one = world.item()
    two, third = (world.item(record=one.record) for _ in range(2))
    seek(world, world.patron()[0], two)
    about: Any = {"now": NOW, "policy": world.policy}
    fetch = [each.barcode for each in copies_to_fetch(world.main.pk, **about)]
    assert fetch == [two.barcode]
    assert availability([one.record_id])[one.record_id].free == 2
    seek(world, world.patron()[0], one, alone=False, minutes=1)
    assert waited_for(one.record_id, **about) == {one.barcode, two.barcode}
    assert availability([one.record_id])[one.record_id].free == 1
    assert third.barcode not in waited_for(one.record_id, **about)


def test_the_wait_is_for_that_copy(world: World) -> None:
    """Holding 9.7: others that stand there do not make it shorter."""
    one = world.item()
    world.item(record=one.record)
    world.lend(world.patron()[1], one)
    person = world.patron()[0]
    placed = seek(world, person, one)
    holds = holds_of(person, now=NOW, policy=world.policy)
    assert expected_weeks(person, holds, now=NOW, policy=world.policy) == {placed.hold_id: 4}


def test_undone_it_waits_for_that_copy_again(world: World) -> None:
    one = world.item()
    person = world.patron()[0]
    cancelled = cancel_hold(seek(world, person, one).hold_id, now=NOW)
    restore_hold(cancelled, now=NOW, policy=world.policy)
    assert Hold.objects.get().only_item_id == one.pk


def a_title(world: World, copies: int) -> Item:
    """Return a copy of a title that has so many others."""
    one = world.item()
    Item.objects.bulk_create(
        Item(
            barcode=f"7{number:09d}",
            record=one.record,
            item_type_id="book",
            branch=world.other if number % 3 else world.main,
            added_on=one.added_on,
        )
        for number in range(copies)
    )
    return one


@pytest.mark.parametrize("many", [(2, 1), (60, 30)])
def test_very_many_copies_cost_no_statement_more(
    world: World, many: tuple[int, int], statements: dict[str, int]
) -> None:
    """Holding 10: the same statements for a title with few copies and with very many."""
    copies, people = many
    one = a_title(world, copies)
    for _ in range(people):
        seek(world, world.patron()[0], one, alone=False)
    card = world.patron()[1]
    Loan.objects.create(
        item=one,
        patron_id=world.patron()[0],
        branch=world.main,
        lent_at=NOW,
        due_on=NOW.date(),
    )
    person = world.patron()[0]
    about: Any = {"now": NOW, "policy": world.policy}
    looks: dict[str, Callable[[], object]] = {
        "place": lambda: seek(world, person, one, alone=False, minutes=9),
        "return": lambda: world.take_back(one),
        "lend": lambda: world.lend(card, Item.objects.get(barcode="7000000000")),
        "mine": lambda: holds_of(person, **about),
        "title": lambda: (availability([one.record_id]), items_of(one.record_id)),
        "fetch": lambda: (
            copies_to_fetch(world.main.pk, **about),
            waited_for(one.record_id, **about),
        ),
    }
    for name, look in looks.items():
        with CaptureQueriesContext(connection) as sent:
            look()
        assert statements.setdefault(name, len(sent)) == len(sent), name


@pytest.fixture(scope="module")
def statements() -> dict[str, int]:
    """How many statements each look took, with the fewest copies."""
    return {}
