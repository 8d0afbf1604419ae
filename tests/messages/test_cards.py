"""A word before a card ends: once, on its day, to whoever holds one that still works."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hylla.messages.actions import warn_of_cards
from hylla.messages.models import Message
from hylla.messages.queries.rendering import rendered
from hylla.patrons.models import Card
from hylla.privacy.policy import Reminders
from tests.circulation.world import NOW, TODAY, World, make_world, policy_of

pytestmark = pytest.mark.django_db
END = TODAY + timedelta(days=60)


@pytest.fixture
def world() -> World:
    return make_world(policy_of("fjordvik"))


@pytest.mark.parametrize(("ahead", "days"), [(30, [30]), (1, [59]), (0, [])])
def test_once_before_it_ends(world: World, ahead: int, days: list[int]) -> None:
    policy = replace(world.policy, reminders=Reminders(card_days=ahead))
    person, number = world.patron(expires_on=END)
    world.patron()
    told = []
    for day in range(65):
        for _ in range(2):
            told += [day] * warn_of_cards(now=NOW + timedelta(days=day), policy=policy)
    assert told == days
    written = Message.objects.all()
    assert [(each.person_id, each.template, each.day) for each in written] == [
        (person, "card_expiring", END) for _ in days
    ]
    for each in written:
        assert number not in rendered(each, policy=policy, now=NOW).text


def test_a_blocked_card_is_no_longer_told_of(world: World) -> None:
    _, number = world.patron(expires_on=END)
    Card.objects.filter(number=number).update(status="lost", ended_on=TODAY)
    assert warn_of_cards(now=NOW + timedelta(days=30), policy=world.policy) == 0


def test_a_new_end_is_told_of_again(world: World) -> None:
    _, number = world.patron(expires_on=END)
    assert warn_of_cards(now=NOW + timedelta(days=30), policy=world.policy) == 1
    Card.objects.filter(number=number).update(expires_on=END + timedelta(days=2))
    assert warn_of_cards(now=NOW + timedelta(days=32), policy=world.policy) == 1
