"""Returns from a drop box: Taking back 2.6 and 2.7 of docs/domains/circulation.md."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hylla.circulation.actions import return_item
from hylla.circulation.models import Loan
from hylla.circulation.queries import drop_box_days
from hylla.circulation.rules.codes import Refusal
from hylla.fees.models import Claim
from hylla.library.actions import add_closed_day
from hylla.library.models import Branch
from hylla.library.refusals import Refused
from hylla.patrons.models import Person
from hylla.statistics.models import Tally
from tests.circulation.world import NOW, TODAY, World, policy_of, with_fees

DUE = TODAY + timedelta(days=28)
"""A Tuesday."""
DAILY = {"daily": 200, "cap": 5000, "block_at": 10_000}


@pytest.fixture
def town(world: World) -> World:
    """The same with fees, and returns that count for up to five days back."""
    policy = with_fees(policy_of("kungsbacka"), **DAILY)
    world.policy = replace(policy, lending=replace(policy.lending, drop_box_days=5))
    return world


def fee(town: World, *, on: date, now_on: date, lent_on: date = TODAY) -> int:
    """Lend, take back on one day for another, and return the fee."""
    item = town.item()
    town.lend(town.patron()[1], item, now=NOW + (lent_on - TODAY))
    return return_item(
        barcode=item.barcode,
        branch_id=town.main.pk,
        now=NOW + (now_on - TODAY),
        policy=town.policy,
        returned_on=on,
    ).fee_ore


@pytest.mark.parametrize(
    ("days_late", "counted_days_late", "expected"),
    [(3, 3, 600), (3, 1, 200), (3, 0, 0), (3, -2, 0), (0, 0, 0)],
)
def test_the_fee_is_counted_to_that_day(
    town: World, days_late: int, counted_days_late: int, expected: int
) -> None:
    counted, now = DUE + timedelta(days=counted_days_late), DUE + timedelta(days=days_late)
    assert fee(town, on=counted, now_on=now) == expected


@pytest.mark.parametrize(
    ("days_back", "code"),
    [(-1, Refusal.RETURN_DAY_AHEAD), (0, None), (5, None), (6, Refusal.RETURN_DAY_TOO_FAR)],
)
def test_never_ahead_and_no_further_back_than_the_policy_says(
    town: World, days_back: int, code: Refusal | None
) -> None:
    on = DUE - timedelta(days=days_back)
    if code is None:
        assert fee(town, on=on, now_on=DUE) == 0
        return
    with pytest.raises(Refused) as refused:
        fee(town, on=on, now_on=DUE)
    assert [each.code for each in refused.value.reasons] == [code]
    assert Loan.objects.get().returned_at is None, "nothing was done"


def test_a_day_before_the_loan_is_not_late(town: World) -> None:
    assert fee(town, on=TODAY - timedelta(days=2), now_on=TODAY) == 0
    assert not Loan.objects.exists()


def test_what_is_written_is_that_of_an_ordinary_return(town: World) -> None:
    """The day for which it counts stands nowhere."""
    now_on, on = DUE + timedelta(days=3), DUE + timedelta(days=1)
    assert fee(town, on=on, now_on=now_on) == 200
    loan, claim = Loan.objects.get(), Claim.objects.get()
    assert loan.returned_at == NOW + (now_on - TODAY)
    assert claim.amount_ore == 200
    days = [
        *Claim.objects.values_list(*(each.name for each in Claim._meta.concrete_fields)),
        *Tally.objects.filter(event="return").values_list("day"),
        *Person.objects.filter(pk=loan.patron_id).values_list("last_used_on"),
    ]
    assert now_on in {each for row in days for each in row}
    assert on not in {each for row in days for each in row}


def close(branch: Branch, first: date, *, days: int) -> None:
    for number in range(days):
        add_closed_day(first + timedelta(days=number), branch_id=branch.pk, reason="")


@pytest.mark.parametrize(("days_late", "expected"), [(0, 0), (2, 0), (3, 200), (4, 400)])
def test_closed_on_the_due_day_nothing_is_late_before_the_next_open_one(
    town: World, days_late: int, expected: int
) -> None:
    """Closed from the due day, a Tuesday, to Wednesday: Thursday is in time."""
    item = town.item()
    town.lend(town.patron()[1], item)
    close(town.main, DUE, days=2)
    now = NOW + timedelta(days=28 + days_late)
    assert town.take_back(item, now=now).fee_ore == expected


def test_the_day_that_is_usually_meant_was_open(town: World) -> None:
    """Today is a Tuesday; on Sundays nothing is open."""
    monday = NOW - timedelta(days=1)

    def usual() -> date:
        return drop_box_days(town.main.pk, now=monday, policy=town.policy).usual_on

    assert usual() == date(2026, 10, 31)
    close(town.main, date(2026, 10, 30), days=2)
    assert usual() == date(2026, 10, 29)
    close(town.main, date(2026, 10, 20), days=10)
    assert usual() == date(2026, 10, 28), "no further back than a return may count"
