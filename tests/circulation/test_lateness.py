"""A day that was closed after a loan is late for nobody: in no list, no reminder, no invoice."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from hylla.circulation.actions import remind, renew, send_invoices
from hylla.circulation.models import Loan
from hylla.circulation.queries import loans_of, overdue_at
from hylla.library.actions import bump_rules_version
from hylla.library.models import ClosedDay
from hylla.messages.models import Message, Template
from hylla.privacy.policy import Reminders
from tests.circulation.world import World, make_world, policy_of

TO_THE_NEXT = 2
"""Two days are closed, from the one on which it is due."""


@pytest.fixture
def library(db: None) -> World:
    policy = policy_of("fjordvik")
    return make_world(
        replace(
            policy,
            reminders=Reminders(soon_days=2, first_days=3, second_days=0),
            invoices=replace(policy.invoices, after_days=7),
        )
    )


def noon(loan: Loan, days: int) -> datetime:
    """Return noon, so many days after the day on which it is due."""
    return datetime.combine(loan.due_on + timedelta(days=days), time(11), tzinfo=UTC)


def test_nothing_is_late_before_the_branch_has_been_open(library: World) -> None:
    person, card = library.patron()
    item = library.item()
    library.lend(card, item)
    loan = Loan.objects.get()
    for days in range(TO_THE_NEXT):
        shut = loan.due_on + timedelta(days=days)
        ClosedDay.objects.create(branch=library.main, day=shut, reason="Flood")
    bump_rules_version()
    late, listed, told = [], [], []
    for days in range(-3, 7):
        now = noon(loan, days)
        (row,) = loans_of(person, now=now, policy=library.policy)
        late += [days] * row.is_overdue
        assert row.last_on == noon(loan, TO_THE_NEXT).date()
        listed += [days] * len(overdue_at(library.main.pk, now=now, policy=library.policy))
        remind(now=now, policy=library.policy)
        told += [days] * Message.objects.filter(created_at=now).count()
    assert late == listed == [3, 4, 5, 6]
    assert told == [0, TO_THE_NEXT + 3]
    assert not renew(
        barcode=item.barcode, now=noon(loan, TO_THE_NEXT), policy=library.policy
    ).fee_ore


def test_the_invoice_waits_for_as_long(library: World) -> None:
    _, card = library.patron()
    library.lend(card, library.item())
    loan = Loan.objects.get()
    ClosedDay.objects.create(branch=None, day=loan.due_on, reason="Flood")
    bump_rules_version()
    made = [send_invoices(now=noon(loan, days), policy=library.policy) for days in (10, 11)]
    assert made == [0, 1]
    assert Message.objects.get().template == Template.INVOICE
