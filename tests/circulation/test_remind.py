"""Reminders go on the days that the policy names, and once on each."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from hylla.circulation.actions import place_hold, remind, remind_of_shelf
from hylla.circulation.models import Hold, Loan
from hylla.messages.models import Message
from hylla.privacy.policy import Reminders
from tests.circulation.world import NOW, TODAY, make_world, policy_of


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


@pytest.mark.django_db
@pytest.mark.parametrize(("ahead", "days"), [(1, [-1]), (3, [-3]), (0, [])])
def test_once_before_the_shelf_ends(ahead: int, days: list[int]) -> None:
    """One message, however much stands there, and none where the policy wants none."""
    world = make_world(policy_of("fjordvik"))
    policy = replace(world.policy, reminders=Reminders(shelf_days=ahead))
    person, _ = world.patron()
    for item in (world.item(), world.item()):
        place_hold(
            person_id=person,
            record_id=item.record_id,
            pickup_branch_id=world.main.pk,
            now=NOW,
            policy=world.policy,
        )
        world.take_back(item)
    last = Hold.objects.values_list("shelf_until_on", flat=True).distinct().get()
    assert last is not None
    told = []
    for day in range(-6, 2):
        noon = datetime.combine(last + timedelta(days=day), time(12), tzinfo=UTC)
        for _ in range(2):
            told += [day] * remind_of_shelf(now=noon, policy=policy)
    assert told == days
    soon = Message.objects.filter(template="hold_expiring")
    assert {(each.person_id, each.branch, each.day) for each in soon} == (
        {(person, world.main, last)} if days else set()
    )


@pytest.mark.django_db
def test_who_hears_today_that_it_is_ready_hears_it_once() -> None:
    world = make_world(policy_of("fjordvik"))
    person, _ = world.patron()
    item = world.item()
    place_hold(
        person_id=person,
        record_id=item.record_id,
        pickup_branch_id=world.main.pk,
        now=NOW,
        policy=world.policy,
    )
    world.take_back(item)
    tomorrow = TODAY + timedelta(days=1)
    Hold.objects.update(shelf_until_on=tomorrow)
    ready = Message.objects.filter(template="hold_ready")
    ready.update(day=tomorrow)
    assert remind_of_shelf(now=NOW, policy=world.policy) == 0
    ready.update(created_at=NOW - timedelta(days=1))
    assert remind_of_shelf(now=NOW, policy=world.policy) == 1
