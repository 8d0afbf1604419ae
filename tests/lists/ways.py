"""How tests let people keep lists."""

from datetime import datetime
from uuid import UUID

import pytest

from hylla.library.refusals import Refused
from hylla.lists.actions.owning import Owner
from hylla.lists.queries import OnList, list_of, lists_of
from hylla.lists.rules import Sorting
from tests.circulation.world import NOW, World


def owner(world: World, person: UUID, *, now: datetime = NOW) -> Owner:
    """Return somebody as whoever changes their lists."""
    return Owner(person, now, world.policy)


def titles(
    world: World, person: UUID, list_id: UUID, *, sorting: Sorting = Sorting.OWN
) -> list[OnList]:
    """Return what somebody reads on a list of theirs."""
    found = list_of(list_id, person, now=NOW, policy=world.policy, sorting=sorting)
    assert found is not None
    return list(found[1])


def names(world: World, person: UUID) -> list[tuple[str, int]]:
    """Return what somebody's lists are called, and how much is on each."""
    return [(each.name, each.count) for each in lists_of(person, now=NOW, policy=world.policy)]


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return why the library said no."""
    return [reason.code for reason in refused.value.reasons]
