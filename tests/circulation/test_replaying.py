"""What desks did without a network is taken in: three times, shuffled, the same is left."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.catalogue.models import Item
from hylla.circulation.actions import Replayed, forget_replays, leave, place_hold, replay
from hylla.circulation.models import Hold, LastReturn, Loan, TakenRecord
from hylla.circulation.rules.replaying import Became, Did, LastKnown, Record, in_time, is_over
from hylla.fees.models import Claim
from hylla.library.refusals import Refused
from hylla.patrons.models import Card, Person
from hylla.statistics.models import Tally
from tests.circulation.world import NOW, World, make_world, policy_of

MINUTE = timedelta(minutes=1)
BACK = NOW + timedelta(hours=8)
"""When the network is there again."""


@pytest.fixture
def world(db: None) -> World:
    """The demo's library, whose desks may work without a network for three days."""
    return make_world(policy_of("fjordvik"))


class Desk:
    """A desk without a network, whose clock is right."""

    def __init__(self, name: str = "one") -> None:
        self.name = name
        self.done: list[Record] = []

    def _note(self, did: Did, barcode: str, at: datetime, card: str = "") -> Record:
        number = len(self.done)
        self.done.append(Record(f"{self.name} {number}", did, barcode, at, number, card))
        return self.done[-1]

    def lend(self, card: str, item: Item | str, at: datetime) -> Record:
        return self._note(Did.LEND, getattr(item, "barcode", str(item)), at, card)

    def take_back(self, item: Item | str, at: datetime) -> Record:
        return self._note(Did.RETURN, getattr(item, "barcode", str(item)), at)


def take_in(
    world: World, records: Iterable[Record], *, now: datetime = BACK
) -> tuple[Replayed, ...]:
    return replay(records, clock=now, branch_id=world.main.pk, now=now, policy=world.policy)


def became(answers: Iterable[Replayed]) -> list[Became]:
    return [each.became for each in answers]


# The rule alone: of any two moments the later decides.

Happened = tuple[Did, int]


def left(events: Sequence[Happened]) -> int | None:
    """Return the moment of the loan that a copy is on after events in this order, or None."""
    lent: int | None = None
    returned: int | None = None
    at = lambda number: NOW + number * MINUTE  # noqa: E731 - shorter than its name
    for did, number in events:
        known = LastKnown(
            None if lent is None else at(lent), None if returned is None else at(returned)
        )
        if did is Did.RETURN:
            returned = max(number, returned if returned is not None else number)
            lent = lent if lent is not None and number < lent else None
        elif not is_over(Record("", did, "", at(number), 0), known):
            returned, lent = (number, number) if lent is not None else (returned, number)
    return lent


@given(
    st.lists(st.sampled_from(Did), max_size=9).flatmap(
        lambda each: st.permutations(list(zip(each, range(len(each)), strict=True)))
    )
)
def test_every_order_leaves_what_the_right_one_leaves(events: list[Happened]) -> None:
    assert left(events) == left(sorted(events, key=lambda each: each[1]))


@given(
    st.lists(st.integers(-5000, 5000), min_size=1, max_size=8),
    st.integers(-3000, 3000),
)
def test_a_desks_clock_is_put_right(seconds: list[int], wrong_by: int) -> None:
    """What was done later is never told to have been done earlier, nor in the future."""
    clock = NOW + timedelta(seconds=wrong_by)
    records = [
        Record(str(number), Did.RETURN, "", clock + timedelta(seconds=each), number)
        for number, each in enumerate(seconds)
    ]
    told = in_time(reversed(records), clock=clock, now=NOW)
    assert [each.number for each in told] == list(range(len(seconds)))
    assert all(one.at < other.at for one, other in zip(told, told[1:], strict=False))
    assert told[0].at <= NOW
    assert told[0].at == NOW + timedelta(seconds=min(seconds[0], 0))


@pytest.mark.parametrize("year", [1, 9999])
def test_no_date_is_too_far_away(year: int) -> None:
    record = Record("", Did.RETURN, "", datetime(year, 12, 31, tzinfo=UTC), 0)
    for clock in (NOW - timedelta(days=1), NOW, datetime(1, 1, 1, tzinfo=UTC)):
        (told,) = in_time([record], clock=clock, now=NOW)
        assert (told.at == NOW) is (clock.year == 1 or year > NOW.year)


# Through the action.


def state(world: World) -> list[tuple[object, ...]]:
    """Return what is on loan and to whom, since when and until when, and what was counted."""
    loans = Loan.objects.filter(returned_at=None).order_by("item__barcode")
    out = [
        tuple(each) for each in loans.values_list("item__barcode", "patron", "lent_at", "due_on")
    ]
    events = ("checkout", "return")
    counted = Tally.objects.filter(event__in=events).order_by("event", "category", "day")
    return [*out, *counted.values_list("event", "category", "age_band", "day", "count")]


@pytest.mark.parametrize("seed", range(6))
def test_three_times_shuffled_and_in_pieces_is_the_same(world: World, seed: int) -> None:
    """Two desks, four copies, three patrons; each piece goes to the library up to three times."""
    random = Random(seed)
    people = [world.patron() for _ in range(3)]
    items = [world.item() for _ in range(4)]
    desks = [Desk("one"), Desk("two")]
    for minute in range(24):
        item, at = random.choice(items), NOW + minute * MINUTE
        desk = random.choice(desks)
        if random.random() < 0.6:
            desk.lend(random.choice(people)[1], item, at)
        else:
            desk.take_back(item, at)
    records = [each for desk in desks for each in desk.done]
    for each in sorted(records, key=lambda each: each.at):
        take_in(world, [each])
    wanted = state(world)
    for model in (Loan, LastReturn, TakenRecord, Tally):
        model.objects.all().delete()
    pieces = [records[at : at + 5] for at in range(0, len(records), 5)] * 3
    random.shuffle(pieces)
    for piece in pieces:
        random.shuffle(piece)
        for each in piece:
            take_in(world, [each])
    assert state(world) == wanted
    assert TakenRecord.objects.count() == len(records)


def test_a_return_that_arrives_before_its_loan(world: World) -> None:
    """The hardest: at one desk it was lent, at another returned, and that one is back first."""
    _, card = world.patron()
    item, one, two = world.item(), Desk("one"), Desk("two")
    one.lend(card, item, NOW)
    two.take_back(item, NOW + 5 * MINUTE)
    assert became(take_in(world, two.done)) == [Became.RETURNED]
    assert became(take_in(world, one.done)) == [Became.OVER]
    assert not Loan.objects.exists()


def test_a_loan_that_was_returned_where_there_was_a_network(world: World) -> None:
    _, card = world.patron()
    item, desk = world.item(), Desk()
    desk.lend(card, item, NOW)
    world.take_back(item, now=NOW + 5 * MINUTE)
    assert became(take_in(world, desk.done)) == [Became.OVER]
    assert not Loan.objects.exists()


def test_what_was_lent_since_stays_lent(world: World) -> None:
    _, card = world.patron()
    other, others = world.patron()
    item, desk = world.item(), Desk()
    world.lend(card, item, now=NOW - 60 * MINUTE)
    desk.take_back(item, NOW)
    desk.lend(others, item, NOW + MINUTE)
    first, second = desk.done
    assert became(take_in(world, [second])) == [Became.LENT]
    assert became(take_in(world, [first])) == [Became.LENT_SINCE]
    assert Loan.objects.get(returned_at=None).patron_id == other


def test_the_loan_counts_from_when_it_was_made(world: World) -> None:
    person, card = world.patron()
    item, desk = world.item(), Desk()
    desk.lend(card, item, NOW)
    (answer,) = take_in(world, desk.done, now=NOW + timedelta(days=2))
    loan = Loan.objects.get()
    assert (loan.patron_id, loan.lent_at) == (person, NOW)
    assert answer.lent is not None
    assert answer.lent.due_on == loan.due_on == (NOW + timedelta(days=28)).date()


def test_late_days_are_counted_to_the_day_on_which_it_came_back(world: World) -> None:
    _, card = world.patron()
    item, desk = world.item(), Desk()
    world.lend(card, item, now=NOW - timedelta(days=28))
    desk.take_back(item, NOW)
    (answer,) = take_in(world, desk.done, now=NOW + timedelta(days=2))
    assert answer.became is Became.RETURNED
    assert not Claim.objects.exists()


def test_a_copy_that_somebody_waits_for_goes_to_the_hold_shelf(world: World) -> None:
    person, _ = world.patron()
    item, desk = world.item(), Desk()
    told = {"pickup_branch_id": world.main.pk, "now": NOW, "policy": world.policy}
    place_hold(person_id=person, record_id=item.record_id, **told)
    desk.take_back(item, NOW + MINUTE)
    (answer,) = take_in(world, desk.done)
    assert answer.back is not None
    assert answer.back.destination.shelf_code == Hold.objects.get().shelf_code != ""


def test_case_30_a_loan_of_who_was_erased_brings_nobody_back(world: World) -> None:
    person, card = world.patron()
    item, desk = world.item(), Desk()
    desk.lend(card, item, NOW)
    assert leave(person, policy=world.policy, now=NOW + MINUTE)
    (answer,) = take_in(world, desk.done)
    assert answer.became is Became.NOT_LENT
    assert [each.code for each in answer.reasons] == ["unknown_card"]
    assert not Loan.objects.exists()
    assert not Person.objects.exists()
    assert str(person) not in repr(answer)


@pytest.mark.parametrize("status", ["lost", "replaced", "ended"])
def test_a_card_that_is_not_good_borrows_nothing(world: World, status: str) -> None:
    _, card = world.patron()
    Card.objects.update(status=status, ended_on=NOW.date())
    desk = Desk()
    desk.lend(card, world.item(), NOW)
    (answer,) = take_in(world, desk.done)
    assert [each.code for each in answer.reasons] == [f"card_{status}"]
    assert not Loan.objects.exists()


def test_what_staff_may_set_aside_is_set_aside(world: World) -> None:
    """Whoever owes too much has the thing at home: better that the library knows."""
    person, card = world.patron()
    amount = world.policy.fees.block_at_ore
    about = {"patron_id": person, "branch": world.main, "kind": "lost", "opened_on": NOW.date()}
    Claim.objects.create(amount_ore=amount, **about)
    desk = Desk()
    desk.lend(card, world.item(), NOW)
    (answer,) = take_in(world, desk.done)
    assert answer.lent is not None
    assert answer.lent.overridden == ("fees_over_limit",)


@pytest.mark.parametrize("did", list(Did))
def test_an_unknown_barcode_is_told(world: World, did: Did) -> None:
    _, card = world.patron()
    record = Record("1", did, "no such thing", NOW, 0, card)
    assert became(take_in(world, [record])) == [Became.UNKNOWN_ITEM]


def test_too_old_is_refused_and_told(world: World) -> None:
    _, card = world.patron()
    desk = Desk()
    desk.lend(card, world.item(), NOW)
    late = NOW + timedelta(days=world.policy.lending.offline_days)
    assert became(take_in(world, desk.done, now=late)) == [Became.TOO_OLD]
    assert not Loan.objects.exists()


def test_it_is_forgotten_when_no_desk_can_send_it_any_more(world: World) -> None:
    _, card = world.patron()
    item, desk = world.item(), Desk()
    desk.lend(card, item, NOW)
    desk.take_back(item, NOW + MINUTE)
    take_in(world, desk.done, now=NOW + 2 * MINUTE)
    days = timedelta(days=world.policy.lending.offline_days)
    assert forget_replays(now=NOW + days, policy=world.policy) == 0
    assert forget_replays(now=NOW + days + 2 * MINUTE, policy=world.policy) == 3
    assert not LastReturn.objects.exists()
    assert not TakenRecord.objects.exists()


@pytest.mark.parametrize("library", ["umea", "kungsbacka", "sandnes", "bergen", "askoy"])
@pytest.mark.django_db
def test_where_the_library_has_not_decided_it_nothing_is_noted_nor_taken_in(library: str) -> None:
    world = make_world(policy_of(library))
    item, desk = world.item(), Desk()
    world.take_back(item)
    assert not LastReturn.objects.exists()
    desk.take_back(item, NOW)
    with pytest.raises(Refused) as refused:
        take_in(world, desk.done)
    assert [each.code for each in refused.value.reasons] == ["no_offline_desk"]


def test_an_older_return_is_not_noted_over_a_later_one(world: World) -> None:
    """Told in the wrong order, a loan between the two is over all the same."""
    item = world.item()
    _, card = world.patron()
    desk = Desk()
    older, between, later = (
        desk.take_back(item, NOW),
        desk.lend(card, item, NOW + MINUTE),
        desk.take_back(item, NOW + 2 * MINUTE),
    )
    world.lend(world.patron()[1], item, now=NOW + 3 * MINUTE)
    for each in (later, older, between):
        take_in(world, [each])
    assert LastReturn.objects.get().returned_at == later.at
