"""Two titles that became one are two again: nobody loses a copy or a place."""

from datetime import timedelta
from uuid import UUID

import pytest

from hylla.catalogue.actions.batches import undo_batch, work_on_batches
from hylla.catalogue.actions.editing import Hand, restore_version
from hylla.catalogue.models import (
    Batch,
    BatchRow,
    Cover,
    Item,
    MergedTitle,
    Record,
    RecordVersion,
    Stamp,
)
from hylla.catalogue.queries import search
from hylla.catalogue.queries.merged import where_merged
from hylla.catalogue.queries.snapshots import digest_of
from hylla.catalogue.rules.batches import Part, RowState, Stage
from hylla.catalogue.rules.codes import Code, CoverWent, NotUndone
from hylla.circulation.actions.parting_titles import forget_parting
from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries import queue_of
from hylla.library.refusals import Refused
from hylla.site.batching import BESIDE
from tests.catalogue.batches import a_cataloguer
from tests.circulation.test_merging_titles import merge, wait
from tests.circulation.world import NOW, World

LATER = NOW + timedelta(days=3)


def part() -> dict[Part, tuple[str, str]]:
    """Undo the newest merge; return what became of both titles."""
    batch = Batch.objects.latest("pk")
    undo_batch(batch.pk, now=LATER)
    while work_on_batches(now=LATER, on=LATER.date(), beside=BESIDE):
        pass
    assert Batch.objects.get(pk=batch.pk).stage == Stage.UNDONE
    rows = BatchRow.objects.filter(batch=batch).values_list("place", "state", "reason")
    return {Part(place): (state, reason) for place, state, reason in rows}


def waiting(record: int) -> list[UUID]:
    return [each.person_id for each in queue_of(record)]


BOTH = dict.fromkeys(Part, (RowState.UNDONE, ""))


def test_everything_is_as_it_was(world: World) -> None:
    """Records, numbers, addresses, copies, loans, and both queues in their order."""
    mine, theirs, lent = world.item(), world.item(), world.item()
    stays, goes = mine.record, theirs.record
    Item.objects.filter(pk=lent.pk).update(record=goes)
    reader, card = world.patron()
    world.lend(card, lent)
    people = [world.patron()[0] for _ in range(4)]
    for minute, (person, record) in enumerate(zip(people, (goes, stays, goes, stays), strict=True)):
        wait(world, person, record, minutes=minute)
    before = {each.pk: digest_of(Record.objects.get(pk=each.pk)) for each in (stays, goes)}
    added = goes.added_on
    merge(world, stays, goes)
    assert waiting(stays.pk) == people
    assert part() == BOTH
    assert {pk: digest_of(Record.objects.get(pk=pk)) for pk in before} == before
    assert Record.objects.get(pk=goes.pk).added_on == added
    assert (waiting(goes.pk), waiting(stays.pk)) == (people[::2], people[1::2])
    assert set(Item.objects.filter(record=goes)) == {theirs, lent}
    assert Loan.objects.get(item=lent).patron_id == reader
    assert where_merged(goes.pk) is None
    assert not Stamp.objects.get(pk=goes.pk).is_gone
    assert not Hold.objects.exclude(placed_for=None).exists()
    assert goes.pk in {hit.id for hit in search(goes.title).rows}
    world.take_back(lent, now=LATER)
    assert Hold.objects.get(patron=people[0]).item == lent


def test_whoever_has_a_copy_ready_keeps_it(world: World) -> None:
    """Also where it is of the other title: it has been said that it waits for them."""
    mine, theirs = world.item(), world.item()
    stays, goes = mine.record, theirs.record
    first, second = world.patron()[0], world.patron()[0]
    wait(world, first, goes, minutes=1)
    wait(world, second, stays, minutes=2)
    merge(world, stays, goes)
    world.take_back(mine, now=NOW + timedelta(hours=3))
    world.take_back(theirs, now=NOW + timedelta(hours=4))
    assert part() == BOTH
    assert Hold.objects.get(patron=first).record_id == stays.pk
    assert Hold.objects.get(patron=second).record_id == goes.pk
    for hold in Hold.objects.select_related("item"):
        assert hold.item is not None
        assert hold.item.record_id == hold.record_id


def test_what_came_since_stays_with_the_title_that_stayed(world: World) -> None:
    mine, theirs = world.item(), world.item()
    stays, goes = mine.record, theirs.record
    merge(world, stays, goes)
    late, person = world.item(), world.patron()[0]
    Item.objects.filter(pk=late.pk).update(record=stays)
    wait(world, person, stays, minutes=200)
    Record.objects.filter(pk=stays.pk).update(title="Rettet siden")
    told = part()
    assert told[Part.GOES] == (RowState.UNDONE, "")
    assert told[Part.STAYS] == (RowState.LEFT, NotUndone.CHANGED_SINCE)
    assert Record.objects.get(pk=stays.pk).title == "Rettet siden"
    assert set(Item.objects.filter(record=stays)) == {mine, late}
    assert waiting(stays.pk) == [person]
    assert list(Item.objects.filter(record=goes)) == [theirs]


def test_the_later_of_two_merges_is_undone_first(world: World) -> None:
    first, second, third = (world.item().record for _ in range(3))
    merge(world, second, first)
    early = Batch.objects.get()
    merge(world, third, second)
    undo_batch(early.pk, now=LATER)
    while work_on_batches(now=LATER, on=LATER.date(), beside=BESIDE):
        pass
    reasons = set(early.rows.values_list("state", "reason"))
    assert reasons == {(RowState.LEFT, NotUndone.MERGED_SINCE)}
    assert where_merged(first.pk) == third.pk
    assert part() == BOTH
    assert where_merged(first.pk) == second.pk
    assert Item.objects.filter(record=second).count() == 2
    Batch.objects.filter(pk=early.pk).update(stage=Stage.DONE)
    Batch.objects.exclude(pk=early.pk).delete()
    BatchRow.objects.update(state=RowState.DONE)
    assert part() == BOTH
    assert Item.objects.filter(record=first).count() == 1


def test_a_title_that_was_brought_back_by_hand_stays_as_it_is(world: World) -> None:
    stays, goes = world.record("Fjellet"), world.record("Fjellet som gikk")
    merge(world, stays, goes)
    version = RecordVersion.objects.get(record_number=goes.pk)
    restore_version(version.pk, by=Hand(a_cataloguer(), LATER, LATER.date()))
    assert not MergedTitle.objects.exists()
    assert set(part().values()) == {(RowState.LEFT, NotUndone.BACK_SINCE)}


@pytest.mark.parametrize("has_own", [True, False])
def test_a_cover_goes_back_with_its_title(world: World, *, has_own: bool) -> None:
    stays, goes = world.record(), world.record()
    for record in (goes, stays)[: 1 + has_own]:
        Cover.objects.create(record=record, mark=f"m{record.pk}", small=b"s", large=b"l")
    merge(world, stays, goes)
    row = BatchRow.objects.get(place=Part.GOES)
    assert row.remarks == (CoverWent.LOST if has_own else CoverWent.ALONG)
    part()
    left = stays if has_own else goes
    assert list(Cover.objects.values_list("pk", "mark")) == [(left.pk, f"m{left.pk}")]


def test_it_is_forgotten_after_thirty_days(world: World) -> None:
    """Then nobody can tell any more which of the two somebody asked for."""
    stays, goes = world.item().record, world.item().record
    wait(world, world.patron()[0], goes, minutes=1)
    merge(world, stays, goes)
    batch = Batch.objects.get()
    assert forget_parting() == 0
    assert Hold.objects.get().placed_for == goes.pk
    with pytest.raises(Refused, match=Code.BATCH_TOO_OLD):
        undo_batch(batch.pk, now=NOW + timedelta(days=31))
    work_on_batches(now=NOW + timedelta(days=31), on=LATER.date(), beside=BESIDE)
    assert not Batch.objects.exists()
    assert forget_parting() == 1
    assert Hold.objects.get().placed_for is None
