"""Renewing by night what is soon due: where the rule says so, once, and the patron is told."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hylla.catalogue.models import Item
from hylla.circulation.actions import auto_renew, place_hold, remind, say_returned, set_loan_rule
from hylla.circulation.models import Loan
from hylla.messages.models import Message
from hylla.patrons.actions import block
from hylla.patrons.models import Person
from hylla.patrons.models.cards import BlockReason
from tests.builders import ask_to_be_erased
from tests.circulation.world import ANYONE, NOW, World

SOON = NOW + timedelta(days=26)
"""Two days before a loan from `NOW` is due, when the policy reminds."""


@pytest.fixture
def library(world: World) -> World:
    set_loan_rule(replace(ANYONE, auto_renew=True))
    return world


def out(world: World) -> tuple[Item, UUID]:
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    return item, person


def night(world: World, *, days: int = 0) -> int:
    """Run what the night runs, twice; return how many loans were renewed."""
    now = SOON + timedelta(days=days)
    number = 0
    for _ in range(2):
        number += auto_renew(now=now, policy=world.policy)
        remind(now=now, policy=world.policy)
    return number


def told(person: UUID) -> list[tuple[str, int | None]]:
    rows = Message.objects.filter(person=person).order_by("created_at", "template")
    return list(rows.values_list("template", "number"))


def test_it_is_renewed_on_the_day_of_the_reminder_and_told_once(library: World) -> None:
    """Renewing by night 1."""
    item, person = out(library)
    before = Loan.objects.get().due_on
    used = Person.objects.get(pk=person).last_used_on
    assert night(library, days=-1) == 0
    assert night(library) == 1
    loan = Loan.objects.get()
    assert loan.due_on > before
    assert loan.renewals == 1
    assert told(person) == [("renewed", 1)]
    assert Message.objects.get().day == loan.due_on
    assert Person.objects.get(pk=person).last_used_on == used
    assert library.take_back(item, now=SOON + timedelta(days=5)).fee_ore == 0


def test_a_night_that_did_not_run_is_made_up_for_until_the_last_day(library: World) -> None:
    """Renewing by night 1."""
    out(library)
    assert night(library, days=2) == 1


def test_why_not_is_told_once_in_place_of_the_reminder(library: World) -> None:
    """Renewing by night 2."""
    held, renewed_often, blocked = out(library), out(library), out(library)
    place_hold(
        person_id=library.patron()[0],
        record_id=held[0].record_id,
        pickup_branch_id=library.main.pk,
        now=NOW,
        policy=library.policy,
    )
    Loan.objects.filter(item=renewed_often[0]).update(renewals=ANYONE.max_renewals)
    block(blocked[1], BlockReason.CONDUCT, on=NOW.date())
    for day in range(3):
        assert night(library, days=day) == 0
    assert told(held[1]) == [("not_renewed_held", 1)]
    assert told(renewed_often[1]) == [("not_renewed_often", 1)]
    assert told(blocked[1]) == [("not_renewed", 1)]


def test_what_stood_against_it_may_be_gone_the_next_night(library: World) -> None:
    _, person = out(library)
    Loan.objects.update(renewals=ANYONE.max_renewals)
    assert night(library) == 0
    Loan.objects.update(renewals=0)
    assert night(library, days=1) == 1
    assert told(person) == [("not_renewed_often", 1), ("renewed", 1)]


def test_only_what_its_rule_renews(library: World) -> None:
    """Renewing by night 1: other loans are reminded of, and what is searched for is left alone."""
    set_loan_rule(replace(ANYONE, item_type="game", loan_days=28))
    person, card = library.patron()
    game, searched = library.item(item_type="game"), library.item()
    library.lend(card, game)
    library.lend(card, searched)
    say_returned(searched.barcode, now=NOW, policy=library.policy)
    assert night(library) == 0
    assert told(person) == [("due_soon", 1)]


def test_several_loans_are_one_message_of_each_kind(library: World) -> None:
    person, card = library.patron()
    for _ in range(3):
        library.lend(card, library.item())
    Loan.objects.filter(pk=Loan.objects.earliest("pk").pk).update(renewals=ANYONE.max_renewals)
    assert night(library) == 2
    assert sorted(told(person)) == [("not_renewed_often", 1), ("renewed", 2)]


def test_nothing_is_done_with_what_may_only_be_stored(library: World) -> None:
    _, person = out(library)
    ask_to_be_erased(person, kind="restriction", what="")
    assert night(library) == 0
    assert told(person) == []
