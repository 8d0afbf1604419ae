"""The decisions, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hylla.catalogue.models import ItemStatus
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.refusals import (
    Borrower,
    Copy,
    RunningLoan,
    Stop,
    Wish,
    hold_refusals,
    refusals,
    renewal_refusals,
    standing,
)
from hylla.circulation.rules.reminding import next_reminder
from hylla.circulation.rules.shelf_codes import shelf_code
from hylla.circulation.rules.terms import Terms
from hylla.patrons.models import Block, Card
from hylla.privacy.policy import Reminders
from tests.circulation.world import ANYONE

DAY = date(2026, 11, 3)
FINE = Borrower("active")
HERE = Copy("in_service")


def test_every_status_and_block_has_a_code() -> None:
    """The tables' own words are the rules' words."""
    for status, _ in Card._meta.get_field("status").choices or ():
        found = refusals(Borrower(str(status)), HERE, terms=ANYONE, on=DAY, block_at_ore=0)
        assert [each.code for each in found] == ([] if status == "active" else [f"card_{status}"])
    for reason, _ in Block._meta.get_field("reason").choices or ():
        blocked = FINE._replace(stops=(Stop(str(reason), None),))
        found = refusals(blocked, HERE, terms=ANYONE, on=DAY, block_at_ore=0)
        assert [each.code for each in found] == [f"blocked_{reason}"]
    for status in ItemStatus:
        found = refusals(FINE, Copy(status), terms=ANYONE, on=DAY, block_at_ore=0)
        assert [each.code for each in found] == (
            [] if status == ItemStatus.IN_SERVICE else [f"item_{status}"]
        )


@pytest.mark.parametrize(
    ("born", "refused"),
    [
        (date(2011, 11, 3), False),
        (date(2011, 11, 4), True),
        (None, True),
    ],
)
def test_old_enough_on_the_birthday(born: date | None, refused: bool) -> None:
    terms = replace(ANYONE, min_age=15)
    found = refusals(FINE._replace(birth_date=born), HERE, terms=terms, on=DAY, block_at_ore=0)
    assert bool(found) is refused
    if found:
        # Whose age the library does not know, staff may look at themselves.
        assert found[0].may_override is (born is None)


@pytest.mark.parametrize(
    ("owed", "limit", "stopped"),
    [(9_999, 10_000, False), (10_000, 10_000, True), (99_999, 0, False)],
)
def test_stops_at_the_limit(owed: int, limit: int, stopped: bool) -> None:
    found = refusals(FINE._replace(owed_ore=owed), HERE, terms=ANYONE, on=DAY, block_at_ore=limit)
    assert [each.code for each in found] == ([Refusal.FEES_OVER_LIMIT] if stopped else [])


LOAN = RunningLoan(
    renewals=1,
    due_on=DAY,
    new_due_on=DAY + timedelta(days=28),
    others_wait=False,
    claimed_as_lost=False,
)


@pytest.mark.parametrize(
    ("loan", "code"),
    [
        (LOAN, None),
        (replace(LOAN, renewals=2), Refusal.TOO_MANY_RENEWALS),
        (replace(LOAN, others_wait=True), Refusal.HELD_BY_OTHER),
        (replace(LOAN, new_due_on=DAY), Refusal.RENEWAL_GAINS_NOTHING),
        (replace(LOAN, claimed_as_lost=True), Refusal.CLAIMED_AS_LOST),
    ],
)
def test_renewals(loan: RunningLoan, code: Refusal | None) -> None:
    found = renewal_refusals(FINE, loan, terms=ANYONE, on=DAY, block_at_ore=0)
    assert [each.code for each in found] == ([code] if code else [])


WISH = Wish(lendable_items=1, already_held=False, on_loan_to_same=False, open_holds=0)


@pytest.mark.parametrize(
    ("wish", "terms", "code"),
    [
        (WISH, ANYONE, None),
        (replace(WISH, already_held=True), ANYONE, Refusal.ALREADY_HELD),
        (replace(WISH, on_loan_to_same=True), ANYONE, Refusal.HAS_IT_ON_LOAN),
        (replace(WISH, open_holds=20), ANYONE, Refusal.TOO_MANY_HOLDS),
        (replace(WISH, lendable_items=0), ANYONE, Refusal.NOTHING_TO_HOLD),
        (WISH, None, Refusal.NO_RULE),
    ],
)
def test_holds(wish: Wish, terms: Terms | None, code: Refusal | None) -> None:
    found = hold_refusals(FINE, wish, terms=terms, on=DAY, block_at_ore=0)
    assert [each.code for each in found] == ([code] if code else [])


def test_overriding_what_may_not_be_overridden_changes_nothing() -> None:
    found = refusals(Borrower("lost"), Copy("missing"), terms=ANYONE, on=DAY, block_at_ore=0)
    everything = {each.code for each in found}
    assert [each.code for each in standing(found, overriding=everything)] == [Refusal.CARD_LOST]


def test_shelf_codes_do_not_repeat_and_fit() -> None:
    taken: set[str] = set()
    for _ in range(2500):
        code = shelf_code(taken=taken)
        assert code not in taken
        assert len(code) <= 10
        taken.add(code)


@pytest.mark.parametrize(
    ("due_dates", "after", "expected"),
    [
        ([], date(2026, 11, 3), None),
        ([date(2026, 11, 20)], date(2026, 11, 3), date(2026, 11, 18)),
        ([date(2026, 11, 20)], date(2026, 11, 18), date(2026, 11, 23)),
        ([date(2026, 11, 20), date(2026, 11, 19)], date(2026, 11, 3), date(2026, 11, 17)),
        ([date(2026, 11, 20)], date(2026, 11, 23), date(2026, 12, 4)),
        ([date(2026, 11, 20)], date(2026, 12, 4), None),
    ],
)
def test_the_day_of_the_next_reminder(
    due_dates: list[date], after: date, expected: date | None
) -> None:
    assert next_reminder(due_dates, after=after, steps=Reminders()) == expected


@pytest.mark.parametrize(
    ("steps", "days"),
    [
        (Reminders(soon_days=5, first_days=7, second_days=21), [15, 27, 41]),
        (Reminders(first_days=7, second_days=0), [18, 27]),
    ],
)
def test_the_policy_says_in_which_steps(steps: Reminders, days: list[int]) -> None:
    """By days after 1 November, for a loan that is due on the 20th."""
    start, told = date(2026, 10, 31), []
    while day := next_reminder([date(2026, 11, 20)], after=start, steps=steps):
        told.append((day - date(2026, 10, 31)).days)
        start = day
    assert told == days
