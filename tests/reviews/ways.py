"""How tests let people rate, review and judge."""

from datetime import date, datetime
from itertools import count
from uuid import UUID

import pytest

from hylla.catalogue.models import Record
from hylla.library.refusals import Refused
from hylla.privacy import ledger
from hylla.privacy.policy import Policy
from hylla.reviews.actions import pass_review, tell
from hylla.reviews.models import Review
from hylla.reviews.queries import Opinion, mine_of, opinions_of
from hylla.reviews.rules import Told
from tests.circulation.world import NOW, TODAY, World

TEXT = "A quiet book about a horse, and what it costs to keep one."
STAFF = 7
_letters = count(1)


def some_name() -> str:
    """Return a user name that nobody has."""
    return "Leser " + "abcdefghij"[next(_letters) % 10] + "klmnopqrst"[next(_letters) // 10 % 10]


def say(
    world: World,
    person: UUID,
    record: Record,
    *,
    stars: int | None = None,
    text: str | None = None,
    name: str = "Bokorm",
    language: str = "en",
    now: datetime = NOW,
) -> None:
    """Let somebody rate or review."""
    told = Told(stars, text, language, name)
    tell(told, person_id=person, record_id=record.pk, now=now, policy=world.policy)


def published(
    world: World, record: Record, *, name: str = "Bokorm", text: str = TEXT, on: date = TODAY
) -> tuple[UUID, Review]:
    """Let somebody write what is passed; return who and what."""
    person, _ = world.patron()
    say(world, person, record, text=text, name=name)
    row = Review.objects.get(patron=person, record=record)
    pass_review(row.pk, staff_id=STAFF, on=on)
    row.refresh_from_db()
    return person, row


def shown(world: World, record: Record, *, policy: Policy | None = None) -> tuple[Opinion, ...]:
    """Return what everybody reads of a title."""
    return opinions_of(record.pk, policy=policy or world.policy).rows


def stars_of(world: World, person: UUID) -> list[int | None]:
    """Return the stars somebody gives, by title."""
    return [each.stars for each in mine_of(person, now=NOW, policy=world.policy).said]


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return why the library said no."""
    return [reason.code for reason in refused.value.reasons]


def facets_of(person: UUID) -> set[str]:
    """Return what the ledger says is forgotten of somebody."""
    told = ledger.forgotten(ledger.ledger().read().entries)
    return {facet for each in ledger.hashes([person]) for facet in told.get(each, ())}
