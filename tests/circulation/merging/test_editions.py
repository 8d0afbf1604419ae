"""Two entries become one that wait for editions of one work: Holding 9a.7 of the docs."""

from datetime import timedelta
from uuid import UUID

import pytest

from hylla.catalogue.models import Item
from hylla.circulation.actions import Editions, Sought, unmerge, wait_for
from hylla.circulation.models import Hold
from tests.circulation.merging.two import SHORTLY, made_one, two
from tests.circulation.test_any_edition import ANY_LANGUAGE, edition
from tests.circulation.world import NOW, World


def seek(
    world: World,
    person: UUID,
    item: Item,
    editions: Editions | None,
    *,
    minutes: int = 0,
    only: bool = False,
) -> UUID:
    placed = wait_for(
        Sought(item.record_id, item.pk if only else None, editions),
        person_id=person,
        pickup_branch_id=world.main.pk,
        now=NOW + timedelta(minutes=minutes),
        policy=world.policy,
    )
    return placed.hold_id


def left() -> set[UUID]:
    return set(Hold.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("any_is_first", [True, False])
def test_any_edition_and_one_of_them_are_one_wish(world: World, any_is_first: bool) -> None:
    stays, _, goes, _ = two(world)
    norwegian, swedish = edition(world), edition(world, languages="swe")
    holds = [(stays, norwegian, ANY_LANGUAGE), (goes, swedish, None)]
    ordered = holds if any_is_first else reversed(holds)
    first, _later = [seek(world, *each, minutes=at) for at, each in enumerate(ordered)]
    made_one(world, stays, goes, now=NOW + SHORTLY)
    assert left() == {first}


def test_what_no_copy_serves_both_stays(world: World) -> None:
    stays, _, goes, _ = two(world)
    norwegian, swedish = edition(world), edition(world, languages="swe")
    same_language = seek(world, stays, norwegian, Editions())
    plain = seek(world, goes, swedish, None)
    made_one(world, stays, goes)
    assert left() == {same_language, plain}


def test_any_copy_and_one_of_them_are_one_wish_and_two_copies_are_two(world: World) -> None:
    stays, _, goes, _ = two(world)
    first = edition(world)
    second = world.item(record=first.record)
    one = seek(world, stays, first, None, only=True)
    another = seek(world, goes, second, None, only=True)
    title = seek(world, goes, edition(world, work="x"), None)
    made_one(world, stays, goes)
    assert left() == {one, another, title}


def test_who_is_put_out_puts_out_nothing_else(world: World) -> None:
    """The best place goes first: a hold that gives way to it leaves the others alone."""
    stays, _, goes, _ = two(world)
    norwegian, swedish, danish = (edition(world, languages=each) for each in ("nob", "swe", "dan"))
    best = seek(world, goes, swedish, None, minutes=0)
    roving = seek(world, stays, norwegian, ANY_LANGUAGE, minutes=1)
    last = seek(world, goes, danish, None, minutes=2)
    made_one(world, stays, goes, now=NOW + SHORTLY)
    assert left() == {best, last}
    unmerge(stays, now=NOW + 2 * SHORTLY, policy=world.policy)
    assert left() == {best, roving, last}
    assert Hold.objects.get(pk=roving).patron_id == stays
