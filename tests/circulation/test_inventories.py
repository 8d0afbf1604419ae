"""Inventories: the numbers of *Inventory* in docs/domains/circulation.md."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from hylla.catalogue.models import Collection, Item, ItemStatus
from hylla.circulation.actions import begin_inventory, end_inventory, note_seen, place_hold
from hylla.circulation.models import Inventory, InventoryScan, Loan
from hylla.circulation.queries import Report, inventories, report_of
from hylla.circulation.rules.inventories import Finding, Part
from hylla.library.refusals import Refused
from tests.circulation.world import NOW, TODAY, World


def begin(world: World, **part: object) -> int:
    return begin_inventory(Part(world.main.pk, **part), now=NOW)  # type: ignore[arg-type]  # as Part has them


def read(world: World, number: int, *barcodes: str) -> None:
    note_seen(number, [(each,) for each in barcodes], now=NOW, policy=world.policy)


def report(number: int) -> Report:
    found = report_of(number)
    assert found is not None
    return found


def finding(number: int, barcode: str) -> Finding:
    """Return under which finding a thing stands."""
    things = report(number).things
    found = [each for each in things if barcode in {one.barcode for one in things[each]}]
    return found[0] if found else Finding.RIGHT


def shelved(world: World, mark: str) -> Item:
    item = world.item()
    Item.objects.filter(pk=item.pk).update(shelf_mark=mark)
    return item


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as no:
        act()
    (reason,) = no.value.reasons
    return reason.code


def test_what_should_be_there_and_was_not_seen(world: World) -> None:
    """Inventory 1 and 2."""
    here, away = world.item(), world.item()
    world.item(branch=world.other)
    number = begin(world)
    read(world, number, here.barcode)
    assert report(number).counts == {Finding.MISSING: 1, Finding.RIGHT: 1}
    assert finding(number, away.barcode) is Finding.MISSING


def on_loan(world: World, item: Item) -> None:
    world.lend(world.patron()[1], item)


def lost(world: World, item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(status=ItemStatus.LOST)


def under_way(world: World, item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(transit_to=world.main)


def set_aside(world: World, item: Item) -> None:
    person = world.patron()[0]
    place_hold(
        person_id=person,
        record_id=item.record_id,
        pickup_branch_id=world.main.pk,
        now=NOW,
        policy=world.policy,
    )
    world.take_back(item)


def elsewhere(world: World, item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(branch=world.other)


def withdrawn(world: World, item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(status=ItemStatus.WITHDRAWN)


def in_process(world: World, item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(status=ItemStatus.IN_PROCESS)


@pytest.mark.parametrize(
    ("change", "expected", "after"),
    [
        (on_loan, Finding.ON_LOAN, Finding.RIGHT),
        (lost, Finding.FOUND, Finding.RIGHT),
        (under_way, Finding.IN_TRANSIT, Finding.RIGHT),
        (set_aside, Finding.SET_ASIDE, Finding.SET_ASIDE),
        (elsewhere, Finding.OTHER_BRANCH, Finding.IN_TRANSIT),
        (withdrawn, Finding.WITHDRAWN, Finding.WITHDRAWN),
        (in_process, Finding.IN_PROCESS, Finding.IN_PROCESS),
    ],
)
def test_what_is_there_and_should_not_be(
    world: World, change: Callable[[World, Item], None], expected: Finding, after: Finding
) -> None:
    """Inventory 2 and 3: what it is, that it is not missed, and what a return makes of it."""
    item = world.item()
    change(world, item)
    number = begin(world)
    assert report(number).missing == 0, "it should not stand there"
    read(world, number, item.barcode, "404")
    assert finding(number, item.barcode) is expected
    assert finding(number, "404") is Finding.UNKNOWN
    world.take_back(item)
    assert finding(number, item.barcode) is after


@pytest.mark.parametrize(
    ("first", "last", "within"),
    [
        ("", "", ["100 A", "839 B", "839.82 NYG", "900"]),
        ("839", "", ["839 B", "839.82 NYG", "900"]),
        ("", "839", ["100 A", "839 B", "839.82 NYG"]),
        ("839", "839", ["839 B", "839.82 NYG"]),
        ("a", "b", []),
    ],
)
def test_a_range_of_shelves(world: World, first: str, last: str, within: list[str]) -> None:
    """Inventory 1: the last mark covers what begins with it."""
    items = [shelved(world, mark) for mark in ("839 B", "100 A", "900", "839.82 NYG")]
    number = begin(world, shelf_from=first, shelf_to=last)
    listed = report(number).things.get(Finding.MISSING, ())
    assert [each.shelf_mark for each in listed] == within
    read(world, number, *(each.barcode for each in items))
    others = {each.shelf_mark for each in report(number).things.get(Finding.OTHER_SHELF, ())}
    assert others == {"839 B", "100 A", "900", "839.82 NYG"} - set(within)


def test_a_collection(world: World) -> None:
    Collection.objects.create(code="local", name="Local history")
    local, plain = world.item(), world.item()
    Item.objects.filter(pk=local.pk).update(collection="local")
    number = begin(world, collection="local")
    assert [each.barcode for each in report(number).things[Finding.MISSING]] == [local.barcode]
    read(world, number, plain.barcode, local.barcode)
    assert finding(number, plain.barcode) is Finding.OTHER_COLLECTION
    assert finding(number, local.barcode) is Finding.RIGHT


def test_the_day_is_the_things_and_neither_loan_nor_return_is_noted(world: World) -> None:
    """Inventory 4."""
    item = world.item()
    world.lend(world.patron()[1], item)
    world.take_back(item)
    assert Item.objects.get(pk=item.pk).seen_on is None
    read(world, begin(world), item.barcode)
    assert Item.objects.get(pk=item.pk).seen_on == TODAY
    for model in Inventory, InventoryScan:
        kept = {each.related_model._meta.label for each in model._meta.fields if each.is_relation}  # type: ignore[union-attr]  # relations have one
        assert not {each for each in kept if each.startswith("patrons.")}
        assert "library.Staff" not in kept


def test_left_and_gone_on_with(world: World) -> None:
    """Inventory 5: on another day, and a thing read twice counts once."""
    one, two = world.item(), world.item()
    number = begin(world)
    read(world, number, one.barcode, one.barcode)
    assert refused(lambda: begin(world)) == "inventory_under_way"
    (facts,) = inventories()
    assert (facts.id, facts.scanned, facts.ended_at) == (number, 1, None)
    read(world, number, one.barcode, two.barcode)
    assert report(number).counts == {Finding.RIGHT: 2}


def test_ended_the_rest_is_marked_as_was_looked_at(world: World) -> None:
    """Inventory 6."""
    seen, gone = world.item(), world.item()
    number = begin(world)
    read(world, number, seen.barcode)
    looked_at = report(number).version
    late = world.item()

    def end(version: str) -> int:
        return end_inventory(number, mark=ItemStatus.MISSING, version=version, now=NOW)

    assert refused(lambda: end(looked_at)) == "inventory_changed"
    world.lend(world.patron()[1], late)
    assert end(looked_at) == 1
    statuses = dict(Item.objects.values_list("pk", "status"))
    assert statuses == {seen.pk: "in_service", gone.pk: "missing", late.pk: "in_service"}
    assert not InventoryScan.objects.exists()
    (facts,) = inventories()
    assert (facts.expected, facts.seen, facts.marked) == (2, 1, 1)
    assert refused(lambda: read(world, number, gone.barcode)) == "inventory_ended"
    assert refused(lambda: end(looked_at)) == "inventory_ended"
    assert world.take_back(gone).was_found
    assert Loan.objects.get().item_id == late.pk


def test_ended_the_rest_can_stay_as_it_is(world: World) -> None:
    gone = world.item()
    number = begin(world)
    version = report(number).version
    assert end_inventory(number, mark=None, version=version, now=NOW) == 0
    gone.refresh_from_db()
    assert gone.status == ItemStatus.IN_SERVICE


@pytest.mark.parametrize(
    ("first", "last", "is_refused"),
    [("9", "1", True), ("1", "9", False), ("839.82", "839", False), ("9", "", False)],
)
def test_shelves_do_not_end_before_they_begin(
    world: World, first: str, last: str, *, is_refused: bool
) -> None:
    part = replace(Part(world.main.pk), shelf_from=first, shelf_to=last)
    if is_refused:
        assert refused(lambda: begin_inventory(part, now=NOW)) == "inventory_backwards"
    else:
        assert begin_inventory(part, now=NOW)


def test_the_day_of_an_earlier_inventory_is_told(world: World) -> None:
    item = world.item()
    Item.objects.filter(pk=item.pk).update(seen_on=date(2025, 11, 3))
    (seen,) = report(begin(world)).things[Finding.MISSING]
    assert seen.last_seen_on == date(2025, 11, 3)
