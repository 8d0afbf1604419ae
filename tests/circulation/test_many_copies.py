"""Many copies changed alike: looked at first, done one by one as by hand, and undone."""

from typing import Any

import pytest

from hylla.catalogue.actions import add_collection, add_item_type
from hylla.catalogue.actions.batches import run_batch, undo_batch, work_on_batches
from hylla.catalogue.models import BatchRow, Collection, Item, ItemStatus, Stamp
from hylla.catalogue.queries.batches import batch, tallies
from hylla.catalogue.queries.choosing import ChoosingCopies, copies_chosen
from hylla.catalogue.rules.batches import BatchKind, RowState, Stage
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.copy_changes import NONE, Becomes, CopyChange, change_text, change_told
from hylla.circulation.actions import many_copies
from hylla.circulation.actions.many_copies import WAYS, prepare_copy_changes
from hylla.circulation.actions.marking import mark_missing
from hylla.circulation.models import Hold
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Refused
from tests.circulation.world import NOW, TODAY, World

GONE = CopyChange(becomes=Becomes.WITHDRAWN)
LOST = CopyChange(becomes=Becomes.MISSING)


def step() -> bool:
    return work_on_batches(now=NOW, on=TODAY, beside={BatchKind.COPIES: WAYS})


def work() -> None:
    while step():
        pass


def prepared(change: CopyChange, *items: Item, **told: Any) -> int:
    """Choose copies by their barcodes, and let the worker look at them."""
    listed = "\n".join(each.barcode for each in items)
    by = ChoosingCopies(listed=listed, **told)
    number = prepare_copy_changes(change, by, name="Kassering", now=NOW)
    work()
    return number


def run(number: int) -> None:
    run_batch(number)
    work()


def undo(number: int) -> None:
    undo_batch(number, now=NOW)
    work()


def fates(number: int) -> dict[str, int]:
    return {f"{each.fate} {each.reason}".strip(): each.count for each in tallies(number)}


def copies() -> list[Any]:
    return list(Item.objects.order_by("pk").values_list())


def set_aside(world: World, item: Item) -> None:
    Hold.objects.create(
        record_id=item.record_id,
        patron_id=world.patron()[0],
        pickup_branch_id=item.branch_id,
        placed_at=NOW,
        item=item,
    )


def test_looked_at_first_and_nothing_is_changed(world: World) -> None:
    lent, held, free = world.item(), world.item(), world.item()
    world.lend(world.patron()[1], lent)
    set_aside(world, held)
    before = copies()
    number = prepared(GONE, lent, held, free)
    assert copies() == before
    assert fates(number) == {
        "change": 1,
        f"refuse {Refusal.ITEM_ON_LOAN_TO_OTHER}": 1,
        f"refuse {Refusal.ITEM_HELD_FOR_OTHER}": 1,
    }
    found = batch(number)
    assert found is not None
    assert (found.stage, found.size, found.done) == (Stage.READY, 3, 0)


def test_all_is_changed_and_put_back(world: World) -> None:
    add_collection("lokal", name="Lokalsamling")
    add_item_type("kart", name="Kart")
    items = [world.item(), world.item()]
    before = copies()
    told = CopyChange(world.other.pk, "kart", "lokal", "912 Nor")
    number = prepared(told, *items)
    run(number)
    for item in Item.objects.all():
        now = (item.branch_id, item.item_type_id, item.collection_id, item.shelf_mark)
        assert now == (world.other.pk, "kart", "lokal", "912 Nor")
    assert fates(prepared(told, *items)) == {"same": 2}
    without = prepared(CopyChange(collection=NONE), *items)
    run(without)
    assert set(Item.objects.values_list("collection", flat=True)) == {None}
    undo(without)
    undo(number)
    assert copies() == before


@pytest.mark.parametrize("change", [GONE, LOST])
def test_what_is_withdrawn_or_missing_comes_back(world: World, change: CopyChange) -> None:
    item = world.item()
    Stamp.objects.update_or_create(
        number=item.record_id, defaults={"kind": "book", "changed_on": TODAY}
    )
    before = copies()
    number = prepared(change, item)
    run(number)
    assert Item.objects.get().status == change.becomes
    assert Stamp.objects.get(number=item.record_id).is_gone is (change == GONE)
    undo(number)
    assert copies() == before
    assert not Stamp.objects.get(number=item.record_id).is_gone


def test_judged_anew_when_it_runs(world: World) -> None:
    """What somebody has borrowed since it was looked at is not withdrawn."""
    lent, free = world.item(), world.item()
    number = prepared(GONE, lent, free)
    assert fates(number) == {"change": 2}
    world.lend(world.patron()[1], lent)
    run(number)
    assert fates(number) == {"change": 1, f"refuse {Refusal.ITEM_ON_LOAN_TO_OTHER}": 1}
    assert Item.objects.get(pk=lent.pk).status == ItemStatus.IN_SERVICE


def test_what_was_changed_since_is_left_and_named(world: World) -> None:
    items = [world.item(), world.item()]
    number = prepared(LOST, *items)
    run(number)
    Item.objects.filter(pk=items[0].pk).update(status=ItemStatus.IN_SERVICE)
    undo(number)
    left = BatchRow.objects.get(batch=number, state=RowState.LEFT)
    assert (left.barcodes, left.reason) == (items[0].barcode, "changed_since")
    assert set(Item.objects.values_list("status", flat=True)) == {ItemStatus.IN_SERVICE}


def test_killed_on_its_way_it_goes_on_where_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_copies, "AT_A_TIME", 1)
    number = prepared(GONE, world.item(), world.item())
    run_batch(number)

    def killed(*_given: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(many_copies, "digest", killed)
        with pytest.raises(KeyboardInterrupt):
            step()
    assert not Item.objects.filter(status=ItemStatus.WITHDRAWN).exists()
    assert step()
    assert Item.objects.filter(status=ItemStatus.WITHDRAWN).count() == 1
    work()
    assert Item.objects.filter(status=ItemStatus.WITHDRAWN).count() == 2


def test_what_is_withdrawn_already_is_not_moved(world: World) -> None:
    item = world.item()
    run(prepared(GONE, item))
    assert fates(prepared(GONE, item)) == {"same": 1}
    moved = prepared(CopyChange(branch_id=world.other.pk), item)
    assert fates(moved) == {f"refuse {Refusal.ITEM_WITHDRAWN}": 1}


def test_choosing(world: World) -> None:
    here, there = world.item(), world.item()
    Item.objects.filter(pk=here.pk).update(shelf_mark="839 Nor")
    Item.objects.filter(pk=there.pk).update(branch=world.other, status=ItemStatus.MISSING)
    for told, wanted in (
        ({"branch_id": world.main.pk}, [here]),
        ({"shelf_mark": "839"}, [here]),
        ({"status": "missing"}, [there]),
        ({"listed": f"{there.barcode}\n{here.barcode}"}, [there, here]),
        ({"listed": there.barcode, "branch_id": world.main.pk}, []),
    ):
        found = copies_chosen(ChoosingCopies(**told), most=10)
        assert found.numbers == tuple(each.pk for each in wanted), told
    assert copies_chosen(ChoosingCopies(listed="nope\nnope"), most=10).unknown == ("nope",)


def test_what_is_refused_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [world.item(), world.item()]
    monkeypatch.setattr(many_copies, "MOST_COPIES", 1)
    for change, told, code in (
        (CopyChange(), {"listed": items[0].barcode}, Code.CHANGE_MISSING),
        (GONE, {"listed": " "}, Code.NOTHING_CHOSEN),
        (GONE, {"listed": "nope"}, Code.NOTHING_FOUND),
        (GONE, {"branch_id": world.main.pk}, Code.TOO_MANY_CHOSEN),
    ):
        with pytest.raises(Refused, match=code):
            prepare_copy_changes(change, ChoosingCopies(**told), name="x", now=NOW)


def test_only_what_should_stand_on_a_shelf_is_marked_missing(world: World) -> None:
    lent, held, away, way = (world.item() for _ in range(4))
    world.lend(world.patron()[1], lent)
    set_aside(world, held)
    Item.objects.filter(pk=away.pk).update(status=ItemStatus.AWAY)
    Item.objects.filter(pk=way.pk).update(transit_to=world.other)
    for item, code in (
        (lent, Refusal.ITEM_ON_LOAN_TO_OTHER),
        (held, Refusal.ITEM_HELD_FOR_OTHER),
        (away, Refusal.ITEM_AWAY),
        (way, Refusal.ITEM_HELD_FOR_OTHER),
    ):
        with pytest.raises(Refused, match=code):
            mark_missing(item.barcode, on=TODAY)
    with pytest.raises(Refused, match=Code.BARCODE_UNKNOWN):
        mark_missing("nope", on=TODAY)


def test_what_cannot_be_put_back_is_named(world: World) -> None:
    """A collection that is gone since takes no copy back."""
    add_collection("lokal", name="Lokalsamling")
    item = world.item()
    run(prepared(CopyChange(collection="lokal"), item))
    number = prepared(CopyChange(collection=NONE), item)
    run(number)
    Collection.objects.all().delete()
    undo(number)
    assert BatchRow.objects.get(batch=number).reason == "gone_since"


def test_a_change_is_kept_and_read_again() -> None:
    for change in (GONE, LOST, CopyChange(3, "book", NONE, "839 Å")):
        assert change_told(change_text(change)) == change
