"""Two titles become one: copies, loans, queues and histories follow, and nobody loses a place."""

from datetime import timedelta
from uuid import UUID

import pytest

from hylla.catalogue.actions.copies import NewCopies, add_copies
from hylla.catalogue.actions.merging import Merge
from hylla.catalogue.actions.works import tie_editions, untie_edition
from hylla.catalogue.models import Item, MergedTitle, Record, Stamp, WorkTie
from hylla.catalogue.queries.duplicates import side_by_side
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.queries.merged import merged_into, where_merged
from hylla.catalogue.queries.works import work_now
from hylla.catalogue.rules.codes import Code
from hylla.circulation.actions import cancel_hold, place_hold, restore_hold
from hylla.circulation.actions.holds import Sought, wait_for
from hylla.circulation.actions.merging_titles import merge_titles
from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries import queue_of
from hylla.library.refusals import Refused
from tests.circulation.world import NOW, World


def a_merge(stays: Record, goes: Record, **chosen: frozenset[int]) -> Merge:
    pair = side_by_side(stays.pk, goes.pk)
    assert pair is not None
    return Merge(stays.pk, goes.pk, pair.version, **chosen)


def merge(world: World, stays: Record, goes: Record, **chosen: frozenset[int]) -> None:
    merge_titles(a_merge(stays, goes, **chosen), now=NOW + timedelta(hours=2), policy=world.policy)


def wait(world: World, person: UUID, record: Record, *, minutes: int) -> UUID:
    placed = place_hold(
        person_id=person,
        record_id=record.pk,
        pickup_branch_id=world.main.pk,
        now=NOW + timedelta(minutes=minutes),
        policy=world.policy,
    )
    return placed.hold_id


def test_copies_loans_and_queues_follow(world: World) -> None:
    """The two queues become one, in the order in which people began to wait."""
    mine, theirs = world.item(), world.item()
    stays, goes = mine.record, theirs.record
    reader, card = world.patron()
    world.lend(card, theirs)
    first, second, third = (world.patron()[0] for _ in range(3))
    wait(world, first, goes, minutes=1)
    wait(world, second, stays, minutes=2)
    wait(world, third, goes, minutes=3)
    merge(world, stays, goes)
    assert [each.person_id for each in queue_of(stays.pk)] == [first, second, third]
    assert set(Item.objects.filter(record=stays)) == {mine, theirs}
    assert Loan.objects.get(item=theirs).patron_id == reader
    assert not Record.objects.filter(pk=goes.pk).exists()
    assert Stamp.objects.filter(pk=goes.pk, is_gone=False).count() == 0
    assert where_merged(goes.pk) == stays.pk
    world.take_back(theirs, now=NOW + timedelta(hours=3))
    assert Hold.objects.get(patron=first).item == theirs


def test_who_comes_with_the_number_of_the_title_that_went_is_of_the_other(world: World) -> None:
    """A page may still be open: what is wished there is done with the title that stays."""
    stays, goes = world.item().record, world.item().record
    wait(world, world.patron()[0], goes, minutes=1)
    cancelled = cancel_hold(Hold.objects.get().pk, now=NOW + timedelta(minutes=2))
    merge(world, stays, goes)
    again = restore_hold(cancelled, now=NOW + timedelta(hours=3), policy=world.policy)
    placed = place_hold(
        person_id=world.patron()[0],
        record_id=goes.pk,
        pickup_branch_id=world.main.pk,
        now=NOW + timedelta(hours=4),
        policy=world.policy,
    )
    assert set(Hold.objects.values_list("pk", "record")) == {
        (each.hold_id, stays.pk) for each in (again, placed)
    }
    (barcode,) = add_copies(NewCopies(world.main.pk, "book"), record_id=goes.pk, on=NOW.date())
    assert Item.objects.get(barcode=barcode).record_id == stays.pk


def test_a_title_that_never_was_is_not_waited_for(world: World) -> None:
    with pytest.raises(Refused, match=Code.RECORD_UNKNOWN):
        place_hold(
            person_id=world.patron()[0],
            record_id=987_654,
            pickup_branch_id=world.main.pk,
            now=NOW,
            policy=world.policy,
        )


@pytest.mark.parametrize("earlier_goes", [True, False])
def test_who_waits_for_both_keeps_the_better_place(world: World, *, earlier_goes: bool) -> None:
    stays, goes = world.item().record, world.item().record
    person = world.patron()[0]
    early, late = (goes, stays) if earlier_goes else (stays, goes)
    kept = wait(world, person, early, minutes=1)
    wait(world, person, late, minutes=5)
    merge(world, stays, goes)
    hold = Hold.objects.get()
    assert (hold.pk, hold.record_id) == (kept, stays.pk)


def test_a_copy_set_aside_twice_goes_to_who_is_next(world: World) -> None:
    mine, theirs = world.item(), world.item()
    person, other = world.patron()[0], world.patron()[0]
    wait(world, person, mine.record, minutes=1)
    wait(world, person, theirs.record, minutes=2)
    wait(world, other, theirs.record, minutes=3)
    world.take_back(mine)
    world.take_back(theirs)
    merge(world, mine.record, theirs.record)
    assert Hold.objects.get(patron=person).item == mine
    assert Hold.objects.get(patron=other).item == theirs


def test_a_hold_for_one_copy_stays_beside_one_for_the_title(world: World) -> None:
    mine, theirs = world.item(), world.item()
    person = world.patron()[0]
    wait(world, person, mine.record, minutes=1)
    wait_for(
        Sought(theirs.record_id, only_item_id=theirs.pk),
        person_id=person,
        pickup_branch_id=world.main.pk,
        now=NOW,
        policy=world.policy,
    )
    merge(world, mine.record, theirs.record)
    held = set(Hold.objects.values_list("record", "only_item"))
    assert held == {(mine.record_id, None), (mine.record_id, theirs.pk)}


def test_fields_are_chosen_and_the_other_number_is_known_again(world: World) -> None:
    stays, goes = world.record("Fjellet"), world.record("Fjellet som gikk")
    pair = side_by_side(stays.pk, goes.pk)
    assert pair is not None
    without = {n for n, text in enumerate(pair.stays.fields) if text.startswith("245")}
    taken = {n for n, text in enumerate(pair.goes.fields) if text.startswith(("245", "001"))}
    identity = (goes.source, goes.control_number)
    merge(world, stays, goes, without=frozenset(without), taken=frozenset(taken))
    stays.refresh_from_db()
    assert stays.title == "Fjellet som gikk"
    told = record_of(stays)
    assert told.control("001") == stays.control_number
    assert told.first("035", "a") == f"(test){identity[1]}"
    assert merged_into([identity]) == {identity: stays.pk}


def test_a_chain_of_merges_leads_to_the_last(world: World) -> None:
    first, second, third = (world.record(title) for title in ("En", "To", "Tre"))
    merge(world, second, first)
    merge(world, third, second)
    assert where_merged(first.pk) == where_merged(second.pk) == third.pk


def test_what_is_refused_changes_nothing(world: World) -> None:
    item, other = world.item(), world.record("Annet")
    stays = item.record
    told = a_merge(stays, other)
    Record.objects.filter(pk=other.pk).update(title="Endret")
    titled = frozenset(range(20))
    cases = [
        (told, Code.TITLES_CHANGED),
        (Merge(stays.pk, stays.pk, ""), Code.SAME_TITLE),
        (Merge(stays.pk, 404, ""), Code.RECORD_UNKNOWN),
        (a_merge(stays, Record.objects.get(pk=other.pk), without=titled), Code.TITLE_MISSING),
    ]
    for each, code in cases:
        with pytest.raises(Refused, match=code):
            merge_titles(each, now=NOW, policy=world.policy)
    assert Record.objects.count() == 2
    assert Item.objects.get().record_id == stays.pk
    assert not MergedTitle.objects.exists()


def test_what_was_said_of_its_work_follows(world: World) -> None:
    stays, goes, tied = (world.record() for _ in range(3))
    former = stays.work_key
    tie_editions(tied.pk, [goes.pk])
    merge(world, stays, goes)
    stays.refresh_from_db()
    assert stays.work_key == tied.work_key
    assert work_now(former) == work_now(goes.work_key) == tied.work_key


def test_that_it_stands_alone_follows_to_a_title_of_the_same_work_only(world: World) -> None:
    """A title with a work of its own is not taken out of it."""
    one, two, alone, other = (world.record() for _ in range(4))
    Record.objects.filter(pk__in=(one.pk, two.pk, alone.pk)).update(work_key="w")
    untie_edition(alone.pk)
    merge(world, other, alone)
    assert not WorkTie.objects.filter(pk=other.pk).exists()
    more = world.record()
    Record.objects.filter(pk=more.pk).update(work_key="w")
    untie_edition(two.pk)
    merge(world, more, two)
    assert WorkTie.objects.get(pk=more.pk).work_key not in {"w", one.work_key}
