"""What to fetch from the shelves: Holding 8 of docs/domains/circulation.md."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hylla.catalogue.models import Item, ItemStatus, Record
from hylla.circulation.actions import place_hold, suspend_hold
from hylla.circulation.models import Hold
from hylla.circulation.queries import copies_to_fetch
from hylla.circulation.rules.pausing import Pause
from hylla.library.actions import set_distances
from hylla.library.models import Branch
from tests.circulation.world import NOW, TODAY, World


def wait(world: World, record: Record, *, at: Branch | None = None) -> None:
    place_hold(
        person_id=world.patron()[0],
        record_id=record.pk,
        pickup_branch_id=(at or world.main).pk,
        now=NOW,
        policy=world.policy,
    )


def listed(world: World, branch: Branch | None = None) -> list[str]:
    found = copies_to_fetch((branch or world.main).pk, now=NOW, policy=world.policy)
    return [each.barcode for each in found]


@pytest.mark.parametrize(
    ("people", "copies", "expected"),
    [
        ((0, 0), (2, 2), (0, 0)),
        ((1, 0), (2, 2), (1, 0)),
        ((0, 1), (2, 2), (0, 1)),
        ((1, 0), (0, 2), (0, 1)),
        ((2, 0), (1, 5), (1, 1)),
        ((1, 1), (2, 2), (1, 1)),
        ((0, 3), (2, 1), (2, 1)),
        ((2, 1), (0, 2), (0, 2)),
        ((3, 3), (1, 1), (1, 1)),
    ],
)
def test_the_nearest_and_no_more_than_wait(
    world: World, people: tuple[int, int], copies: tuple[int, int], expected: tuple[int, int]
) -> None:
    """Holding 8.2: how many wait and stand at two branches, and how many each is to fetch."""
    record, elsewhere = world.record(), world.item(status=ItemStatus.IN_PROCESS)
    Item.objects.filter(pk=elsewhere.pk).update(record=record)
    branches = (world.main, world.other)
    for branch, here in zip(branches, copies, strict=True):
        for _ in range(here):
            world.item(record=record, branch=branch)
    for branch, here in zip(branches, people, strict=True):
        for _ in range(here):
            wait(world, record, at=branch)
    found = [listed(world, branch) for branch in branches]
    assert tuple(map(len, found)) == expected
    for branch, barcodes in zip(branches, found, strict=True):
        assert set(barcodes) <= set(
            Item.objects.filter(branch=branch).values_list("barcode", flat=True)
        )


def far_branch(world: World, code: str) -> Branch:
    return Branch.objects.create(code=code, name=code, controller=world.main.controller)


def test_the_nearest_of_the_other_branches_is_sent_first(world: World) -> None:
    """Holding 8.2: the way counts, not which branch was there first."""
    record, near = world.record(), far_branch(world, "near")
    for branch in (world.other, near):
        world.item(record=record, branch=branch)
    wait(world, record)
    assert [len(listed(world, each)) for each in (world.other, near)] == [1, 0]
    set_distances(world.main.pk, minutes={near.pk: 10, world.other.pk: 45})
    assert [len(listed(world, each)) for each in (world.other, near)] == [0, 1]
    set_distances(world.main.pk, minutes={world.other.pk: 45})
    assert [len(listed(world, each)) for each in (world.other, near)] == [1, 0]


def test_what_counts_is_the_way_to_where_a_copy_lacks(world: World) -> None:
    """A branch that has its own copy draws none from its neighbour."""
    record, near, far = world.record(), far_branch(world, "near"), far_branch(world, "far")
    set_distances(world.main.pk, minutes={near.pk: 5, far.pk: 60})
    set_distances(world.other.pk, minutes={near.pk: 60, far.pk: 5})
    for branch in (world.main, near, far):
        world.item(record=record, branch=branch)
    wait(world, record, at=world.main)
    wait(world, record, at=world.other)
    found = [len(listed(world, each)) for each in (world.main, world.other, near, far)]
    assert found == [1, 0, 0, 1]


def on_loan(world: World, item: Item) -> None:
    world.lend(world.patron()[1], item)


def under_way(world: World, item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(transit_to=world.other)


def set_aside(world: World, item: Item) -> None:
    Hold.objects.update(item=item)


def missing(world: World, item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(status=ItemStatus.MISSING)


def paused(world: World, item: Item) -> None:
    pause = Pause(TODAY, TODAY + timedelta(days=1))
    suspend_hold(Hold.objects.get().pk, pause=pause, now=NOW, policy=world.policy)


@pytest.mark.parametrize("change", [on_loan, under_way, set_aside, missing, paused])
def test_what_does_not_stand_there_or_is_not_waited_for(
    world: World, change: Callable[[World, Item], None]
) -> None:
    """Holding 8.1."""
    item = world.item()
    wait(world, item.record)
    assert listed(world) == [item.barcode]
    change(world, item)
    assert listed(world) == []


def test_in_the_order_of_the_shelves(world: World) -> None:
    items = [world.item() for _ in range(3)]
    for item, mark in zip(items, ("839 C", "839 A", "100 B"), strict=True):
        Item.objects.filter(pk=item.pk).update(shelf_mark=mark)
        wait(world, item.record)
    first, *_ = copies_to_fetch(world.main.pk, now=NOW, policy=world.policy)
    assert (first.shelf_mark, first.title) == ("100 B", "Hest")
    assert listed(world) == [each.barcode for each in reversed(items)]


def test_scanning_sets_it_aside_and_takes_it_off_the_list(world: World) -> None:
    """Holding 8.3."""
    item = world.item()
    wait(world, item.record, at=world.other)
    assert listed(world) == [item.barcode]
    world.take_back(item)
    assert Hold.objects.get().item == item
    assert listed(world) == []


def test_one_statement_and_few_rows_for_two_thousand_copies(world: World) -> None:
    record = world.item().record
    Item.objects.bulk_create(
        Item(
            barcode=f"7{number:09d}",
            record=record,
            item_type_id="book",
            branch=(world.main, world.other)[number % 2],
            status=ItemStatus.IN_SERVICE,
            added_on=TODAY,
        )
        for number in range(2000)
    )
    wait(world, record)
    with CaptureQueriesContext(connection) as captured:
        assert len(listed(world)) == 1
    assert len(captured) == 1
    assert listed(world, world.other) == []
