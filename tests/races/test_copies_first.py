"""A copy is given on while it is lent to whoever it was set aside for: nobody waits in a ring.

SQLite has one writer at a time, so that there the control has nothing to lose.
"""

from collections.abc import Callable, Sequence
from subprocess import Popen

import pytest
from django.db import connection

from hylla.circulation.models import Hold, Loan
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.merging import which_hold_stays
from tests.circulation.world import NOW, TODAY, World, make_world, policy_of
from tests.races.workers import at_once, two_workers

Desks = list["Popen[str]"]
Race = Callable[[World], Sequence[Sequence[str]]]
ROUNDS = 3
CONTROL_ROUNDS = 30
DESK = "tests.races.desk"
IN_A_RING = "in a ring"


@pytest.fixture
def world(transactional_db: None) -> World:
    """A library whose rows other processes see."""
    return make_world(policy_of("fjordvik"))


def ready(world: World, person: object, item: object) -> Hold:
    """Let a copy of the main library's stand on the other branch's shelf for somebody."""
    return Hold.objects.create(
        record=item.record,  # type: ignore[attr-defined]  # an item
        patron_id=person,
        item=item,
        pickup_branch=world.other,
        placed_at=NOW,
        shelf_code="A 1",
        shelf_until_on=TODAY,
    )


def made_one(world: World) -> Sequence[Sequence[str]]:
    """Two entries of one person have a copy each; the one that is given up is being lent."""
    one, two = world.patron(), world.patron()
    first = world.item()
    second = world.item(record=first.record)
    mine, theirs = ready(world, one[0], first), ready(world, two[0], second)
    card, copy = (two[1], second) if which_hold_stays(mine, theirs) else (one[1], first)
    return ("make_one", str(one[0]), str(two[0])), ("lend", card, copy.barcode)


def left(world: World) -> Sequence[Sequence[str]]:
    """Somebody asks to leave while they borrow what stood on the shelf for them."""
    person, card = world.patron()
    item = world.item()
    ready(world, person, item)
    return ("leave", str(person)), ("lend", card, item.barcode)


def cancelled(world: World) -> Sequence[Sequence[str]]:
    """A hold is cancelled while its copy is lent to whoever has it."""
    person, card = world.patron()
    item = world.item()
    return ("cancel", str(ready(world, person, item).pk)), ("lend", card, item.barcode)


def lent_another(world: World) -> Sequence[Sequence[str]]:
    """Somebody borrows another copy at one machine, and at another what stood there for them."""
    person, card = world.patron()
    set_aside = world.item()
    other = world.item(record=set_aside.record)
    ready(world, person, set_aside)
    return ("lend", card, other.barcode), ("lend", card, set_aside.barcode)


RACES = (made_one, left, cancelled, lent_another)
SAID = {
    *("one", "left", "cancelled", "lent"),
    *(Refusal.CARD_REPLACED, Refusal.UNKNOWN_CARD, Refusal.CARD_ENDED, Refusal.ERASURE_ASKED),
    Refusal.UNKNOWN_HOLD,
}
"""What may come of them: each is done or refused, and none is given up."""


def said(race: Race, world: World, desks: Desks, rounds: int) -> list[str]:
    """Run a race again and again; return what was said."""
    return [each for _ in range(rounds) for each in at_once(desks, *race(world))]


def test_who_gives_a_copy_on_and_who_lends_it_do_not_wait_for_each_other(world: World) -> None:
    with two_workers(DESK, "slow") as desks:
        told = [each for race in RACES for each in said(race, world, desks, ROUNDS)]
    assert set(told) <= SAID, told
    assert Loan.objects.count() == told.count("lent")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")
def test_people_before_copies_wait_in_a_ring(world: World) -> None:
    """This test exists to show that the one above can fail."""
    with two_workers(DESK, "people_first") as desks:
        for race in RACES:
            assert any(IN_A_RING in said(race, world, desks, 1) for _ in range(CONTROL_ROUNDS))
