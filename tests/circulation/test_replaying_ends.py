"""Where things go, and who is told what, when desks without a network are taken in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from hylla.catalogue.models import Item
from hylla.circulation.actions import Replayed, place_hold, replay, start_history, stop_history
from hylla.circulation.models import History, Hold, Loan
from hylla.circulation.rules.replaying import Became, Did, Record
from hylla.messages.models import Message
from hylla.patrons.actions import Shown
from hylla.privacy.vocabulary import Language
from hylla.statistics.models import Event, Tally
from tests.circulation.world import NOW, World, make_world, policy_of

MINUTE = timedelta(minutes=1)
BACK = NOW + timedelta(hours=8)


@pytest.fixture
def world(db: None) -> World:
    return make_world(policy_of("fjordvik"))


def record(did: Did, number: int, item: Item, card: str = "") -> Record:
    at = NOW + number * MINUTE
    return Record(f"{did} {number} {item.barcode}", did, item.barcode, at, number, card)


def lend(number: int, item: Item, card: str) -> Record:
    return record(Did.LEND, number, item, card)


def back(number: int, item: Item) -> Record:
    return record(Did.RETURN, number, item)


def take_in(
    world: World, *records: Record, now: datetime = BACK, branch: int | None = None
) -> tuple[Replayed, ...]:
    where = branch or world.main.pk
    return replay(records, clock=now, branch_id=where, now=now, policy=world.policy)


def waits(world: World, item: Item, *, minutes: int = -600) -> UUID:
    person, _ = world.patron()
    place_hold(
        record_id=item.record_id,
        person_id=person,
        pickup_branch_id=world.main.pk,
        now=NOW + minutes * MINUTE,
        policy=world.policy,
    )
    return person


def told() -> int:
    return Message.objects.filter(template="hold_ready").count()


def test_nobody_is_told_to_fetch_what_went_out_again(world: World) -> None:
    """In one piece: it came back, and was lent again."""
    item = world.item()
    world.lend(world.patron()[1], item, now=NOW - timedelta(days=1))
    waits(world, item)
    take_in(world, back(0, item), lend(1, item, world.patron()[1]))
    assert told() == 0
    assert Hold.objects.get().item is None


def test_nor_where_the_books_had_it_on_loan(world: World) -> None:
    item = world.item()
    world.lend(world.patron()[1], item, now=NOW - timedelta(days=1))
    waits(world, item)
    take_in(world, lend(1, item, world.patron()[1]))
    assert told() == 0
    assert Hold.objects.get().item is None


def test_nor_where_it_is_nobodys(world: World) -> None:
    item = world.item()
    world.lend(world.patron()[1], item, now=NOW - timedelta(days=1))
    waits(world, item)
    (answer,) = take_in(world, lend(1, item, "no card"))
    assert answer.became is Became.NOT_LENT
    assert told() == 0
    assert Hold.objects.get().item is None


def test_what_was_set_aside_before_the_loan_was_told_is_so_no_more(world: World) -> None:
    """In two pieces: whoever waits was told, and the message has not gone yet."""
    item = world.item()
    person = waits(world, item)
    take_in(world, back(0, item))
    assert told() == 1
    (answer,) = take_in(world, lend(1, item, world.patron()[1]))
    assert answer.was_set_aside
    hold = Hold.objects.get()
    assert (hold.patron_id, hold.item, hold.shelf_code, told()) == (person, None, "", 0)


def test_whoever_waits_has_all_their_days_from_when_they_hear(world: World) -> None:
    item = world.item()
    waits(world, item)
    later = NOW + timedelta(days=2)
    take_in(world, back(0, item), now=later)
    until = Hold.objects.get().shelf_until_on
    assert until is not None
    assert until >= later.date() + timedelta(days=world.policy.lending.holds_shelf_days)


def test_an_old_return_elsewhere_moves_no_copy_that_has_moved_since(world: World) -> None:
    """It was returned at the main branch since, and is on its way home from there."""
    item = world.item(branch=world.other)
    world.take_back(item, now=NOW + 5 * MINUTE)
    item.refresh_from_db()
    assert item.transit_to_id == world.other.pk
    take_in(world, back(0, item), branch=world.other.pk)
    item.refresh_from_db()
    assert item.transit_to_id == world.other.pk


class Undone(Exception):
    """Takes a trial back, with what it came to."""


def ends(world: World, records: Iterable[Record]) -> tuple[object, ...]:
    """Tell records one by one, and return who waits for what, what is on loan, what is counted."""
    try:
        with transaction.atomic():
            for each in records:
                take_in(world, each)
            raise Undone(
                *Hold.objects.order_by("patron_id").values_list("patron_id", "item_id"),
                *Loan.objects.filter(returned_at=None).values_list("item_id", "patron_id"),
                *Tally.objects.filter(event__in=(Event.CHECKOUT, Event.RETURN, Event.HOLD_FILLED))
                .order_by("event")
                .values_list("event")
                .annotate(Sum("count")),
            )
    except Undone as undone:
        return undone.args


def test_a_loan_that_is_over_has_filled_its_patrons_hold(world: World) -> None:
    item = world.item()
    mine, card = world.patron()
    place_hold(
        record_id=item.record_id,
        person_id=mine,
        pickup_branch_id=world.main.pk,
        now=NOW - timedelta(hours=20),
        policy=world.policy,
    )
    following = waits(world, item)
    records = [lend(0, item, card), back(1, item)]
    assert ends(world, records) == ends(world, records[::-1])
    take_in(world, *records)
    assert list(Hold.objects.values_list("patron_id", "item_id")) == [(following, item.pk)]


def test_every_order_leaves_the_same_queue(world: World) -> None:
    """Back, lent, back, lent; each told by itself, in all 24 orders, and each twice."""
    item = world.item()
    (_, first), (mine, second) = world.patron(), world.patron()
    world.lend(world.patron()[1], item, now=NOW - timedelta(days=1))
    waits(world, item)
    place_hold(
        record_id=item.record_id,
        person_id=mine,
        pickup_branch_id=world.main.pk,
        now=NOW - timedelta(hours=5),
        policy=world.policy,
    )
    records = [back(0, item), lend(1, item, first), back(2, item), lend(3, item, second)]
    wanted = ends(world, records)
    for order in permutations(records):
        assert ends(world, [*order, *order]) == wanted


def test_a_returned_loan_is_not_kept_longer_for_being_told_late(world: World) -> None:
    sandnes = policy_of("sandnes")
    world.policy = replace(sandnes, lending=replace(sandnes.lending, offline_days=7))
    items = world.item(), world.item()
    for item in items:
        world.lend(world.patron()[1], item, now=NOW - timedelta(days=1))
        take_in(world, back(0, item), now=NOW + timedelta(hours=71 if item is items[0] else 73))
    assert list(Loan.objects.values_list("item_id", flat=True)) == [items[0].pk]


@pytest.mark.parametrize(("said_at", "remembered"), [(-1, 1), (0, 1), (2, 0), (None, 0)], ids=str)
def test_a_history_has_a_loan_that_is_told_after_its_return(
    world: World, said_at: int | None, remembered: int
) -> None:
    """Said before the return, it counts; said after it, or never, nothing is remembered."""
    item, other = world.item(), world.item()
    person, card = world.patron()
    if said_at is not None:
        shown = Shown(world.policy, Language.NB)
        start_history(person, shown=shown, now=NOW + said_at * MINUTE)
    for _ in range(2):
        take_in(world, back(1, item))
        take_in(world, lend(0, item, card))
    assert History.objects.filter(consent__person=person).count() == remembered
    take_in(world, lend(0, other, world.patron()[1]), back(1, other))
    assert History.objects.count() == remembered


def test_nor_one_whose_yes_was_taken_back(world: World) -> None:
    item = world.item()
    person, card = world.patron()
    start_history(person, shown=Shown(world.policy, Language.NB), now=NOW - MINUTE)
    take_in(world, back(1, item))
    stop_history(person, now=NOW + 2 * MINUTE)
    take_in(world, lend(0, item, card))
    assert not History.objects.exists()


@pytest.mark.parametrize("did", list(Did))
def test_the_copy_is_locked_before_anything_is_read_of_it(world: World, did: Did) -> None:
    """Else a loan that is made at that moment would be ended by an older return (PostgreSQL)."""
    told = record(did, 0, world.item(), "no card")
    with CaptureQueriesContext(connection) as queries:
        take_in(world, told)
    sent = [each["sql"] for each in queries if "circulation_lastreturn" in each["sql"]]
    first = [each["sql"] for each in queries].index(sent[0])
    # Of a card that is unknown, nothing is locked together with the copy.
    locks = [each for each in queries.captured_queries[:first] if "FOR NO KEY" in each["sql"]]
    is_locked = any("patrons_card" not in each["sql"] for each in locks)
    assert is_locked is (connection.vendor == "postgresql")


def wants(world: World, person: UUID, item: Item, *, minutes: int) -> None:
    place_hold(
        record_id=item.record_id,
        person_id=person,
        pickup_branch_id=world.main.pk,
        now=NOW + minutes * MINUTE,
        policy=world.policy,
    )


def test_who_wanted_it_again_after_a_loan_that_is_told_late_waits_on(world: World) -> None:
    item = world.item()
    person, card = world.patron()
    records = [lend(0, item, card), back(1, item)]
    wants(world, person, item, minutes=30)
    assert ends(world, records) == ends(world, records[::-1])
    take_in(world, *records)
    assert Hold.objects.get().patron_id == person


def test_a_copy_that_is_out_is_set_aside_for_nobody_not_even_for_who_has_it(world: World) -> None:
    item = world.item()
    person, card = world.patron()
    wants(world, person, item, minutes=30)
    with_it = replace(world.policy.lending, offline_days=0)
    world.policy = replace(world.policy, lending=with_it)
    # Found on its shelf by somebody who did not see that it was out.
    world.take_back(item, now=NOW + 40 * MINUTE)
    world.policy = policy_of("fjordvik")
    (answer,) = take_in(world, lend(0, item, card))
    assert (answer.became, answer.was_set_aside) == (Became.LENT, False)
    hold = Hold.objects.get()
    assert (hold.patron_id, hold.item, hold.shelf_code, told()) == (person, None, "", 0)


def test_a_copy_on_its_way_to_who_had_it_meanwhile_stays_on_its_way(world: World) -> None:
    """It was lent to them and came back, and is on its way; the loan is told after that."""
    item = world.item(branch=world.other)
    person, card = world.patron()
    wants(world, person, item, minutes=-60)
    world.take_back(item, now=NOW + 5 * MINUTE, branch=world.other)
    take_in(world, lend(0, item, card))
    item.refresh_from_db()
    assert (Hold.objects.count(), item.transit_to_id) == (0, world.main.pk)


def test_whoever_is_next_for_a_copy_that_is_let_go_has_all_their_days(world: World) -> None:
    """They took another copy than the one on the shelf, two days before it is told."""
    item = world.item()
    other = world.item(record=item.record)
    person, card = world.patron()
    wants(world, person, item, minutes=-60)
    world.take_back(item)
    waits(world, item, minutes=-30)
    later = NOW + timedelta(days=2)
    (answer,) = take_in(world, lend(0, other, card), now=later)
    assert answer.lent is not None
    assert answer.lent.filled_hold
    until = Hold.objects.get().shelf_until_on
    assert until is not None
    assert until >= later.date() + timedelta(days=world.policy.lending.holds_shelf_days)
    assert Tally.objects.filter(event=Event.HOLD_FILLED).exists()
