"""Two entries that are one person, and what they have."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from hylla.circulation.actions import (
    merge,
    place_hold,
)
from hylla.circulation.models import Hold
from hylla.library.refusals import Refused
from hylla.patrons.actions import Shown, give_consent
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.rules.merging import Choices, Pair
from hylla.privacy.registry import person_keys, personal_models
from hylla.privacy.rights.terms import Proof
from hylla.privacy.vocabulary import Language
from tests.circulation.world import NOW, World

A_DAY = timedelta(hours=24)
SHORTLY = timedelta(minutes=5)
NUMBER = "13097248022"
OTHER_NUMBER = "21048349827"


def made_one(world: World, stays: UUID, goes: UUID, *, now: datetime = NOW, **more: bool) -> bool:
    """Merge two, and return whether they have gone."""
    choices = Choices(**more)
    pair = Pair(stays, goes)
    merged = merge(pair, proof=Proof.PASSPORT, choices=choices, now=now, policy=world.policy)
    return merged.is_gone


def two(world: World) -> tuple[UUID, str, UUID, str]:
    """Return two entries with their cards."""
    return *world.patron(), *world.patron()


def waits(world: World, person: UUID, record: int, *, now: datetime = NOW) -> Hold:
    placed = place_hold(
        person_id=person,
        record_id=record,
        pickup_branch_id=world.main.pk,
        now=now,
        policy=world.policy,
    )
    return Hold.objects.get(pk=placed.hold_id)


def agrees(world: World, person: UUID, what: ConsentTo, *, now: datetime = NOW) -> UUID:
    return give_consent(person, what, shown=Shown(world.policy, Language.NB), now=now)


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    with pytest.raises(Refused) as told:
        yield
    assert [each.code for each in told.value.reasons] == list(codes)


def left_of(person: UUID) -> list[str]:
    """Return the tables that know somebody still."""
    return [
        model._meta.label
        for model, _ in personal_models()
        for name in person_keys(model)
        if model._base_manager.filter(**{name: person}).exists()
    ]
