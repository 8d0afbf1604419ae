"""Pausing a hold: Holding 7 of docs/domains/circulation.md."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hylla.catalogue.models import Record
from hylla.circulation.actions import (
    Route,
    cancel_hold,
    expire_shelf,
    forget_pauses,
    place_hold,
    renew,
    restore_hold,
    resume_hold,
    suspend_hold,
)
from hylla.circulation.models import Hold
from hylla.circulation.queries import PatronHold, expected_weeks, holds_of, loans_of, queue_of
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.pausing import Pause, pause_refusals
from hylla.library.refusals import Refused
from tests.circulation.world import NOW, TODAY, World

A_DAY = timedelta(days=1)


def days(first: int, last: int) -> Pause:
    return Pause(TODAY + first * A_DAY, TODAY + last * A_DAY)


def wait(world: World, record: Record, *, at: datetime = NOW) -> Hold:
    """Let somebody new wait for a title."""
    placed = place_hold(
        person_id=world.patron()[0],
        record_id=record.pk,
        pickup_branch_id=world.main.pk,
        now=at,
        policy=world.policy,
    )
    return Hold.objects.get(pk=placed.hold_id)


def queue(world: World, record: Record, number: int) -> list[Hold]:
    return [wait(world, record, at=NOW + timedelta(seconds=each)) for each in range(number)]


def pause(world: World, hold: Hold, first: int = 0, last: int = 10) -> None:
    suspend_hold(
        hold.pk,
        pause=days(first, last),
        person_id=hold.patron_id,
        now=NOW,
        policy=world.policy,
    )


def seen(world: World, hold: Hold, *, now: datetime = NOW) -> PatronHold:
    (mine,) = holds_of(hold.patron_id, now=now, policy=world.policy)
    return mine


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [
        (0, 1, []),
        (5, 9, []),
        (-3, 4, []),
        (0, 365, []),
        (364, 365, []),
        (0, 0, [Refusal.PAUSE_PAST]),
        (-9, -2, [Refusal.PAUSE_PAST]),
        (5, 5, [Refusal.PAUSE_BACKWARDS]),
        (6, 5, [Refusal.PAUSE_BACKWARDS]),
        (0, 366, [Refusal.PAUSE_TOO_LONG]),
        (400, 390, [Refusal.PAUSE_BACKWARDS, Refusal.PAUSE_TOO_LONG]),
    ],
)
def test_which_days_can_be(first: int, last: int, codes: list[Refusal]) -> None:
    """Holding 7.5."""
    assert [each.code for each in pause_refusals(days(first, last), today=TODAY)] == codes


@pytest.mark.parametrize(
    ("first", "last", "day", "covered"),
    [(0, 3, 0, True), (0, 3, 2, True), (0, 3, 3, False), (2, 3, 1, False), (2, 3, 2, True)],
)
def test_a_pause_ends_before_its_last_day(first: int, last: int, day: int, covered: bool) -> None:
    assert days(first, last).covers(TODAY + day * A_DAY) is covered


def test_who_has_paused_is_passed_over_and_keeps_the_place(world: World) -> None:
    """Holding 7.1."""
    item = world.item()
    first, second, third = queue(world, item.record, 3)
    pause(world, first)
    assert (seen(world, first).position, seen(world, first).turn) == (1, 0)
    assert seen(world, first).is_paused
    assert (seen(world, second).position, seen(world, second).turn) == (2, 1)
    world.take_back(item)
    assert Hold.objects.get(item=item).pk == second.pk
    assert [each.hold_id for each in queue_of(item.record_id)] == [first.pk, third.pk]


def test_where_all_have_paused_the_copy_goes_home(world: World) -> None:
    """Holding 7.1, on the day before the pause ends, and on that day."""
    item = world.item()
    pause(world, wait(world, item.record), last=3)
    assert world.take_back(item, now=NOW + 2 * A_DAY).destination.route is Route.RESHELVE
    assert world.take_back(item, now=NOW + 3 * A_DAY).destination.route is Route.HOLD_SHELF


def test_a_pause_to_come_passes_nobody_over_yet(world: World) -> None:
    """Holding 7; the days go when a copy is set aside (7.4)."""
    item, other = world.item(), world.item()
    hold, later = wait(world, item.record), wait(world, other.record)
    pause(world, hold, 3, 9)
    pause(world, later, 3, 9)
    assert seen(world, hold).turn == 1
    assert seen(world, hold).pause == days(3, 9)
    world.take_back(item)
    hold.refresh_from_db()
    assert hold.item == item
    assert hold.pause is None
    assert world.take_back(other, now=NOW + 3 * A_DAY).destination.route is Route.RESHELVE


@pytest.mark.parametrize("ends", ["cancelled", "not fetched"])
def test_a_copy_that_becomes_free_passes_them_over_too(world: World, ends: str) -> None:
    """Holding 7.1."""
    item = world.item()
    first, second, third = queue(world, item.record, 3)
    world.take_back(item)
    pause(world, second, last=200)
    if ends == "cancelled":
        cancel_hold(first.pk, now=NOW)
    else:
        expire_shelf(now=NOW + 60 * A_DAY, policy=world.policy)
    assert Hold.objects.get(item=item).pk == third.pk


def test_a_loan_is_renewed_where_only_those_wait_who_have_paused(world: World) -> None:
    """Holding 7.2."""
    person, card = world.patron()
    world.lend(card, item := world.item())
    hold = wait(world, item.record)
    soon = NOW + A_DAY
    (loan,) = loans_of(person, now=soon, policy=world.policy)
    assert loan.others_wait
    with pytest.raises(Refused):
        renew(barcode=item.barcode, now=soon, policy=world.policy)
    pause(world, hold)
    (loan,) = loans_of(person, now=soon, policy=world.policy)
    assert not loan.others_wait
    assert renew(barcode=item.barcode, now=soon, policy=world.policy).renewals == 1


def test_the_weeks_leave_out_who_has_paused(world: World) -> None:
    """Holding 7.3."""
    item = world.item()
    world.lend(world.patron()[1], item)
    first, second = queue(world, item.record, 2)
    pause(world, first)
    weeks = [
        expected_weeks(each.patron_id, [seen(world, each)], now=NOW, policy=world.policy)
        for each in (first, second)
    ]
    assert weeks == [{}, {second.pk: 4}]


def test_resuming(world: World) -> None:
    """Holding 7.4."""
    item = world.item()
    first, _ = queue(world, item.record, 2)
    pause(world, first)
    resume_hold(first.pk, person_id=first.patron_id)
    assert seen(world, first).pause is None
    world.take_back(item)
    assert Hold.objects.get(item=item).pk == first.pk


def test_days_that_are_over_are_forgotten(world: World) -> None:
    """Holding 7.4: they are shown no more from their day on, and gone after the night."""
    hold, later = (wait(world, world.item().record) for _ in range(2))
    pause(world, hold, last=3)
    pause(world, later, last=4)
    then = NOW + 3 * A_DAY
    assert seen(world, hold, now=then).pause is None
    assert (seen(world, hold, now=then).turn, seen(world, later, now=then).turn) == (1, 0)
    assert forget_pauses(now=then, policy=world.policy) == 1
    assert list(Hold.objects.exclude(suspended_until_on=None)) == [later]


def test_what_was_before_today_is_not_kept(world: World) -> None:
    hold = wait(world, world.item().record)
    pause(world, hold, -9, 5)
    hold.refresh_from_db()
    assert hold.pause == days(0, 5)


def refused(world: World, hold_id: UUID, person_id: UUID | None, **changes: date) -> list[str]:
    before = list(Hold.objects.values())
    with pytest.raises(Refused) as caught:
        suspend_hold(
            hold_id,
            pause=Pause(TODAY, changes.get("until", TODAY + A_DAY)),
            person_id=person_id,
            now=NOW,
            policy=world.policy,
        )
    assert list(Hold.objects.values()) == before
    return [each.code for each in caught.value.reasons]


def test_what_is_refused(world: World) -> None:
    """Holding 7.5."""
    item = world.item()
    hold = wait(world, item.record)
    assert refused(world, uuid4(), None) == [Refusal.UNKNOWN_HOLD]
    assert refused(world, hold.pk, uuid4()) == [Refusal.UNKNOWN_HOLD]
    with pytest.raises(Refused):
        resume_hold(hold.pk, person_id=uuid4())
    world.take_back(item)
    assert refused(world, hold.pk, hold.patron_id) == [Refusal.HOLD_ON_ITS_WAY]
    both = [Refusal.PAUSE_PAST, Refusal.HOLD_ON_ITS_WAY]
    assert refused(world, hold.pk, hold.patron_id, until=TODAY) == both


def test_a_hold_that_is_restored_has_its_pause_again(world: World) -> None:
    """Holding 7.6."""
    hold = wait(world, world.item().record)
    pause(world, hold)
    cancelled = cancel_hold(hold.pk, now=NOW)
    restore_hold(cancelled, now=NOW, policy=world.policy)
    assert Hold.objects.get().pause == days(0, 10)


@pytest.mark.parametrize(
    ("first", "last", "is_aside"),
    [(TODAY, TODAY, 0), (None, TODAY, 0), (TODAY, None, 0), (TODAY, TODAY + A_DAY, 1)],
)
def test_the_database_refuses_what_cannot_be(
    world: World, first: date | None, last: date | None, is_aside: int
) -> None:
    item = world.item()
    wait(world, item.record)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.update(
            suspended_from_on=first,
            suspended_until_on=last,
            item=item if is_aside else None,
        )


class Queue:
    """What the queue for a title must be, told by itself beside the library."""

    def __init__(self, world: World) -> None:
        self.world, self.record, self.now = world, world.record(), NOW
        world.item(record=self.record)
        self.waiting: list[Hold] = []
        self.pauses: dict[UUID, Pause] = {}

    def wait(self, _: int, __: int) -> None:
        self.now += timedelta(seconds=1)
        self.waiting.append(wait(self.world, self.record, at=self.now))

    def pause(self, which: int, length: int) -> None:
        first = TODAY + (self.now - NOW).days * A_DAY + (length % 3) * A_DAY
        paused = Pause(first, first + (1 + length) * A_DAY)
        for hold in self.waiting[which : which + 1]:
            suspend_hold(hold.pk, pause=paused, now=self.now, policy=self.world.policy)
            self.pauses[hold.pk] = paused

    def resume(self, which: int, _: int) -> None:
        for hold in self.waiting[which : which + 1]:
            resume_hold(hold.pk)
            self.pauses.pop(hold.pk, None)

    def cancel(self, which: int, _: int) -> None:
        for hold in self.waiting[which : which + 1]:
            cancel_hold(hold.pk, now=self.now)
            self.waiting.remove(hold)

    def let_days_pass(self, _: int, length: int) -> None:
        self.now += length * A_DAY

    def scan(self, _: int, __: int) -> None:
        """Scan one more copy: it goes to the first who has not paused, and to nobody else."""
        copy, in_turn = self.world.item(record=self.record), self.in_turn()
        self.world.take_back(copy, now=self.now)
        trapped = Hold.objects.filter(item=copy).first()
        assert trapped == (in_turn[0] if in_turn else None)
        self.waiting = [each for each in self.waiting if each != trapped]

    def in_turn(self) -> list[Hold]:
        day = TODAY + (self.now - NOW).days * A_DAY
        paused = {pk for pk, each in self.pauses.items() if each.from_on <= day < each.until_on}
        return [each for each in self.waiting if each.pk not in paused]

    def check(self) -> None:
        """There are no gaps and no doubles, neither in the queue nor among those in turn."""
        found = queue_of(self.record.pk)
        assert [each.hold_id for each in found] == [each.pk for each in self.waiting]
        assert [each.position for each in found] == list(range(1, len(found) + 1))
        turns = [seen(self.world, each, now=self.now).turn for each in self.in_turn()]
        assert turns == list(range(1, len(turns) + 1))


STEPS = (Queue.wait, Queue.wait, Queue.pause, Queue.resume, Queue.scan, Queue.cancel)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from((*STEPS, Queue.let_days_pass)), st.integers(0, 3), st.integers(0, 5)
        ),
        max_size=12,
    )
)
def test_the_queue_has_no_gaps_and_the_next_copy_goes_to_the_first_in_turn(
    world: World, steps: list[tuple[object, int, int]]
) -> None:
    """Holding 7, whatever happens in whatever order."""
    queue = Queue(world)
    for act, which, length in [(Queue.wait, 0, 0), *steps]:
        act(queue, which, length)  # type: ignore[operator]  # each is one of STEPS
        queue.check()
