"""Two patrons choose the same user name with their first word at once: one of them is told.

The race is also run without its guard, so that we know that it can be lost.
"""

import pytest

from hylla.reviews.models import Rating, Reviewer
from hylla.reviews.rules import Code
from tests.circulation.world import World, make_world, policy_of
from tests.races.workers import at_once, two_workers

ROUNDS = 10
NAMES = [f"Leser {each}" for each in "abcdefghij"]


@pytest.fixture
def world(transactional_db: None) -> World:
    """A library whose rows other processes see."""
    return make_world(policy_of("fjordvik"))


def named(world: World, guards: str) -> list[list[str]]:
    """Let two people choose each name at once; return what they were told."""
    title = world.record().pk
    people = [(str(world.patron()[0]), str(world.patron()[0])) for _ in NAMES]
    with two_workers("tests.races.naming", guards) as readers:
        return [
            at_once(readers, (one, title, name), (other, title, name))
            for (one, other), name in zip(people, NAMES, strict=True)
        ]


def test_a_name_is_had_once(world: World) -> None:
    """Nothing that the other said is kept."""
    said = named(world, "all")
    assert all(sorted(both) == [Code.NAME_TAKEN, "told"] for both in said), said
    assert Reviewer.objects.count() == Rating.objects.count() == ROUNDS


def test_without_the_table_it_is_had_twice(world: World) -> None:
    """This test exists to show that the one above can fail."""
    named(world, "none")
    assert Reviewer.objects.count() > ROUNDS
