"""Reminders go on the days that the policy names, and once on each."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from hylla.circulation.actions import remind
from hylla.circulation.models import Loan
from hylla.messages.models import Message
from hylla.privacy.policy import Reminders
from tests.circulation.world import make_world, policy_of


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("steps", "days"),
    [
        (Reminders(), [-2, 3, 14]),
        (Reminders(soon_days=1, first_days=7, second_days=21), [-1, 7, 21]),
        (Reminders(second_days=0), [-2, 3]),
    ],
)
def test_on_the_days_of_the_policy(steps: Reminders, days: list[int]) -> None:
    world = make_world(policy_of("kungsbacka"))
    policy = replace(world.policy, reminders=steps)
    _, card = world.patron()
    world.lend(card, world.item())
    due_on = Loan.objects.get().due_on
    told = []
    for day in range(-5, 30):
        noon = datetime.combine(due_on + timedelta(days=day), time(12), tzinfo=UTC)
        before = Message.objects.count()
        remind(now=noon, policy=policy)
        remind(now=noon, policy=policy)
        told += [day] * (Message.objects.count() - before)
    assert told == days
