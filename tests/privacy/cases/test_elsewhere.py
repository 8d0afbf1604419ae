"""What another library lends, and what it knows of whom it is for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail

from hylla.catalogue.models import Item
from hylla.circulation.actions import check_out
from hylla.interlibrary.actions import (
    confirm,
    note_done,
    note_name,
    send_back,
    write_to_partners,
)
from hylla.interlibrary.models import NameTask, Order, Partner
from hylla.interlibrary.queries import name_tasks
from hylla.patrons.models import Person
from hylla.privacy.erasure import ask, blockers
from hylla.privacy.policy import Interlibrary
from tests.circulation.world import NOW, World
from tests.interlibrary.ways import BARCODE, ordered, received
from tests.privacy.cases.test_lending import rows_with

LATER = NOW + timedelta(days=9)


@pytest.fixture
def partner(world: World) -> Partner:
    """A library that lends, and a policy under which it is asked."""
    world.policy = replace(world.policy, interlibrary=Interlibrary(offered=True))
    return Partner.objects.create(name="Nabovik", email="fjern@nabovik.example.org")


@pytest.mark.django_db
def test_case_18_the_rest_waits_until_the_lender_has_it_back(
    world: World, partner: Partner
) -> None:
    person, card = world.patron()
    row = ordered(world, person, partner)
    write_to_partners(policy=world.policy, now=NOW)
    received(world, row)
    check_out(card=card, barcode=BARCODE, branch_id=world.main.pk, now=NOW, policy=world.policy)
    assert not ask(person, policy=world.policy, now=NOW)
    held = {each.name for each in blockers(person, now=NOW)}
    assert held == {"circulation.Loan", "interlibrary.Order"}
    world.take_back(Item.objects.get(barcode=BARCODE))
    send_back(row.pk, now=NOW)
    assert [each.name for each in blockers(person, now=LATER)] == ["interlibrary.Order"]
    assert Person.objects.filter(pk=person).exists()
    confirm(row.pk, now=LATER, policy=world.policy)
    assert not Person.objects.filter(pk=person).exists()
    assert not Order.objects.exists()
    assert "interlibrary_order" not in rows_with(row.number)
    told = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert row.number in told
    assert not [mark for mark in (str(person), card, "Kari", "Prøve") if mark in told]


@pytest.mark.django_db
def test_case_19_the_partner_is_asked_until_it_has_deleted_the_name(
    world: World, partner: Partner
) -> None:
    """What the task knows leads to nobody here; it is open until the partner has answered."""
    person, _ = world.patron()
    row = ordered(world, person, partner)
    note_name(row.pk)
    received(world, row)
    assert not ask(person, policy=world.policy, now=NOW)
    assert not name_tasks()
    send_back(row.pk, now=NOW)
    confirm(row.pk, now=LATER, policy=world.policy)
    assert not Person.objects.filter(pk=person).exists()
    (task,) = name_tasks()
    assert (task.partner, task.number) == (partner.name, row.number)
    mail.outbox.clear()
    write_to_partners(policy=world.policy, now=LATER)
    assert row.number in mail.outbox[-1].body
    assert not rows_with(str(person))
    note_done(task.id, on=LATER.date())
    assert not name_tasks()
    assert NameTask.objects.get().done_on == LATER.date()
