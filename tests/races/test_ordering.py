"""Two desks send the same wish to another library at once: it is asked for once.

The race is also run without its guards, so that we know that it can be lost.
"""

import pytest

from hylla.interlibrary.actions import add_partner, approve
from hylla.interlibrary.models import Order, Wish
from hylla.interlibrary.rules import Refusal
from hylla.patrons.models import Person
from tests.builders import a_wish
from tests.circulation.world import NOW, World, make_world, policy_of
from tests.races.workers import at_once, two_workers

ROUNDS = 20


@pytest.fixture
def world(transactional_db: None) -> World:
    """A library whose rows other processes see."""
    return make_world(policy_of("fjordvik"))


def ordered(world: World, guards: str) -> tuple[int, list[list[str]]]:
    """Let two desks send each of some wishes; return how many orders that makes."""
    partner = add_partner("Nabovik", email="fjern@nabovik.example.org")
    wishes = wishes_of(world)
    with two_workers("tests.races.ordering", guards) as desks:
        said = [at_once(desks, (each, partner), (each, partner)) for each in wishes]
    assert not Wish.objects.exists()
    return Order.objects.count(), said


def wishes_of(world: World) -> list[str]:
    """Return wishes of somebody, each said yes to."""
    person, _ = world.patron()
    wishes = [a_wish(Person.objects.get(pk=person), asked_at=NOW) for _ in range(ROUNDS)]
    for each in wishes:
        approve(each.pk, policy=world.policy)
    return [str(each.pk) for each in wishes]


def test_a_wish_is_sent_once(world: World) -> None:
    """Whoever comes second reads that it is gone."""
    orders, said = ordered(world, "all")
    assert orders == ROUNDS
    assert all(sum(each == Refusal.UNKNOWN_WISH for each in both) == 1 for both in said), said


def test_without_the_lock_it_is_sent_twice(world: World) -> None:
    """This test exists to show that the one above can fail."""
    orders, _ = ordered(world, "none")
    assert orders > ROUNDS
