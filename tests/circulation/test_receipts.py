"""A receipt that is sent to whoever asks for it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail

from hylla.circulation.actions import send_receipt
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Refused
from hylla.messages.actions import deliver_due
from hylla.messages.models import Message
from hylla.messages.rules import Channel
from hylla.patrons.models import Email
from tests.circulation.world import NOW, World, make_world, policy_of


@pytest.fixture
def world(db: None) -> World:
    """A library whose mail is carried."""
    return make_world(policy_of("fjordvik"))


def reachable(world: World) -> tuple[UUID, str]:
    """Return somebody who has an e-mail address, and the number of their card."""
    person, card = world.patron()
    Email.objects.create(person_id=person, address="prove@example.org")
    return person, card


def test_it_says_how_many_and_when_and_never_what(world: World) -> None:
    person, card = reachable(world)
    for _ in range(3):
        lent = world.lend(card, world.item())
    assert send_receipt(person, now=NOW, policy=world.policy) is Channel.EMAIL
    deliver_due(policy=world.policy, now=NOW)
    (sent,) = mail.outbox
    assert sent.to == ["prove@example.org"]
    assert lent.title not in f"{sent.subject} {sent.body}"
    assert "3" in sent.body
    assert str(lent.due_on.day) in sent.body


def test_nothing_is_posted_for_a_receipt(world: World) -> None:
    person, card = world.patron()
    world.lend(card, world.item())
    with pytest.raises(Refused) as refused:
        send_receipt(person, now=NOW, policy=world.policy)
    assert [each.code for each in refused.value.reasons] == [Refusal.RECEIPT_HAS_NO_WAY]
    assert not Message.objects.exists()


def test_who_has_nothing_gets_none(world: World) -> None:
    person, card = reachable(world)
    item = world.item()
    world.lend(card, item)
    world.take_back(item, now=NOW + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        send_receipt(person, now=NOW, policy=world.policy)
    assert [each.code for each in refused.value.reasons] == [Refusal.NOTHING_ON_LOAN]
