"""Calling a loan back for whoever waits: never before the days that its rule guarantees."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.catalogue.models import Item
from hylla.circulation.actions import place_hold, recall, renew, say_returned, set_loan_rule
from hylla.circulation.models import Loan
from hylla.circulation.queries import loans_of, recallable
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.recalling import recalled_due
from hylla.library.refusals import Refused
from hylla.messages.models import Message
from tests.builders import ask_to_be_erased
from tests.circulation.world import ANYONE, NOW, World

RULE = replace(ANYONE, recall_after_days=14)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def library(world: World) -> World:
    set_loan_rule(RULE)
    return world


def wait(world: World, item: Item, *, now: datetime = LATER) -> None:
    place_hold(
        person_id=world.patron()[0],
        record_id=item.record_id,
        pickup_branch_id=world.main.pk,
        now=now,
        policy=world.policy,
    )


def out(world: World, item: Item | None = None, *, now: datetime = NOW) -> tuple[Item, UUID]:
    person, card = world.patron()
    item = item or world.item()
    world.lend(card, item, now=now)
    return item, person


def refused(world: World, item: Item, *, now: datetime = LATER) -> list[str]:
    with pytest.raises(Refused) as no:
        recall(item.barcode, now=now, policy=world.policy)
    return [each.code for each in no.value.reasons]


def test_it_is_due_after_the_guaranteed_days_and_its_patron_is_told(library: World) -> None:
    """Calling back 1, 2 and 4."""
    item, person = out(library)
    wait(library, item)
    expected = NOW.date() + timedelta(days=14)
    assert recallable(item.barcode, now=LATER, policy=library.policy) == expected
    assert recall(item.barcode, now=LATER, policy=library.policy).due_on == expected
    (shown,) = loans_of(person, now=LATER, policy=library.policy)
    assert (shown.due_on, shown.is_recalled) == (expected, True)
    message = Message.objects.get()
    assert (message.person_id, message.template, message.day) == (person, "recalled", expected)
    assert recallable(item.barcode, now=LATER, policy=library.policy) is None
    assert refused(library, item) == [Refusal.RECALL_GAINS_NOTHING]


def test_there_is_time_to_bring_it_when_the_guaranteed_days_are_over(library: World) -> None:
    """Calling back 1: the policy's days of notice, and a day on which the branch is open."""
    item, _ = out(library)
    late = NOW + timedelta(days=17)
    wait(library, item, now=late)
    due_on = recall(item.barcode, now=late, policy=library.policy).due_on
    assert due_on == late.date() + timedelta(days=7)


def test_what_is_not_called_back(library: World) -> None:
    """Calling back 1 and 2."""
    item, _ = out(library)
    assert refused(library, item) == [Refusal.NOBODY_WAITS]
    wait(library, item)
    say_returned(item.barcode, now=LATER, policy=library.policy)
    assert refused(library, item) == [Refusal.SAID_RETURNED]
    assert refused(library, library.item()) == [Refusal.NOT_ON_LOAN]
    stored, person = out(library)
    wait(library, stored)
    ask_to_be_erased(person, kind="restriction", what="")
    assert refused(library, stored) == [Refusal.NOT_RECALLED]
    set_loan_rule(ANYONE)
    other, _ = out(library)
    wait(library, other)
    assert refused(library, other) == [Refusal.NOT_RECALLED]


def test_a_hold_calls_back_one_loan_for_each_who_waits(library: World) -> None:
    """Calling back 3: the one that is due the soonest then, and none while a copy stands here."""
    set_loan_rule(replace(RULE, auto_recall=True))
    first, _ = out(library)
    second, _ = out(library, library.item(record=first.record), now=NOW + timedelta(days=1))
    standing = library.item(record=first.record)
    called = Loan.objects.exclude(recalled_on=None)
    wait(library, first)
    assert not called.exists()
    wait(library, first)
    assert [loan.item_id for loan in called] == [first.pk]
    out(library, standing, now=LATER)
    wait(library, first)
    assert {loan.item_id for loan in called.all()} == {first.pk, second.pk}
    assert Message.objects.filter(template="recalled").count() == 2


def test_a_renewal_in_spite_of_it_ends_the_recall(library: World) -> None:
    """Calling back 4."""
    item, _ = out(library)
    wait(library, item)
    recall(item.barcode, now=LATER, policy=library.policy)
    renew(
        barcode=item.barcode, now=LATER, policy=library.policy, overriding={Refusal.HELD_BY_OTHER}
    )
    assert Loan.objects.get().recalled_on is None


class EveryDay:
    """A branch that is always open."""

    def next_open(self, day: date) -> date:
        return day

    def last_open(self, day: date) -> date:
        return day


DAYS = st.dates(date(2026, 1, 1), date(2027, 1, 1))


@given(DAYS, st.integers(0, 60), st.integers(0, 60), st.integers(1, 30))
def test_nobody_has_less_than_was_guaranteed(
    lent_on: date, guaranteed: int, since: int, notice: int
) -> None:
    today = lent_on + timedelta(days=since)
    terms = replace(ANYONE, recall_after_days=guaranteed)
    due_on = recalled_due(
        lent_on, today=today, terms=terms, notice_days=notice, calendar=EveryDay()
    )
    assert due_on is not None
    assert due_on - lent_on >= timedelta(days=guaranteed)
    assert due_on - today >= timedelta(days=notice)
