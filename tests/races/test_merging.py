"""Somebody waits for a title at the moment at which it becomes part of another.

The race is also run without its guards, so that we know that it can be lost.
"""

import pytest

from hylla.catalogue.models import Record
from hylla.circulation.models import Hold
from tests.circulation.world import World, make_world, policy_of
from tests.races.workers import at_once, two_workers

ROUNDS = 8


@pytest.fixture
def world(transactional_db: None) -> World:
    """A library whose rows other processes see."""
    return make_world(policy_of("fjordvik"))


def raced(world: World, guards: str, *, rounds: int = ROUNDS) -> list[tuple[int, list[str]]]:
    """Let a title go while somebody waits for it; return which stayed, and what both were told."""
    person = str(world.patron()[0])
    told = []
    with two_workers("tests.races.merging", guards) as both:
        for _ in range(rounds):
            stays, goes = world.item().record_id, world.item().record_id
            said = at_once(both, ("merge", stays, goes), ("hold", person, goes, world.main.pk))
            told.append((stays, said))
            Hold.objects.exclude(record=stays).delete()
            if set(said) != {"done"}:
                return told
            if guards == "all":
                assert Hold.objects.get().record_id == stays
            Hold.objects.all().delete()
    return told


def test_whoever_comes_in_between_waits_for_the_title_that_stays(world: World) -> None:
    """Whichever is first; nobody meets an error."""
    told = raced(world, "all")
    assert [said for _, said in told] == [["done", "done"]] * ROUNDS
    assert Record.objects.count() == ROUNDS


def test_without_its_guards_somebody_meets_an_error(world: World) -> None:
    """This test exists to show that the one above can fail."""
    told = raced(world, "none", rounds=20 * ROUNDS)
    assert told[-1][1] != ["done", "done"]
