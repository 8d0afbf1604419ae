"""Due dates: open days, the day by which all is due, and the library's own day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.circulation.rules.dates import due_date, last_day, last_due, today
from hylla.fees.rules import Tariff, overdue_fee
from hylla.library.rules import Calendar
from tests.circulation.world import policy_of

WEEKDAYS = frozenset(range(5))
NORWAY = Calendar("NO", WEEKDAYS, frozenset())
SWEDEN = Calendar("SE", WEEKDAYS, frozenset())
SUMMER = Calendar("NO", WEEKDAYS, frozenset(date(2026, 6, 15) + timedelta(n) for n in range(60)))
NEVER = Calendar("NO", frozenset(), frozenset())


@given(st.dates(date(2024, 1, 1), date(2032, 1, 1)), st.integers(0, 60))
def test_due_on_an_open_day_and_never_early(lent_on: date, days: int) -> None:
    due_on = due_date(lent_on, days=days, calendar=NORWAY)
    assert NORWAY.is_open(due_on)
    assert due_on >= lent_on + timedelta(days=days)
    between = (due_on - lent_on).days - days
    skipped = [lent_on + timedelta(days=days + each) for each in range(between)]
    assert not any(NORWAY.is_open(each) for each in skipped)


@pytest.mark.parametrize(
    ("calendar", "lent_on", "days", "due_on"),
    [
        (NORWAY, date(2026, 11, 3), 28, date(2026, 12, 1)),
        (NORWAY, date(2026, 11, 6), 1, date(2026, 11, 9)),  # a Saturday
        (NORWAY, date(2026, 4, 1), 1, date(2026, 4, 7)),  # Skjærtorsdag to the second Easter day
        (SWEDEN, date(2026, 4, 1), 1, date(2026, 4, 2)),  # Skärtorsdag is no holiday
        (NORWAY, date(2026, 5, 13), 1, date(2026, 5, 15)),  # Kristi himmelfartsdag
        (NORWAY, date(2027, 5, 10), 7, date(2027, 5, 18)),  # both 17 May and the second Whit day
        (SWEDEN, date(2026, 5, 22), 28, date(2026, 6, 22)),  # Midsommarafton
        (SWEDEN, date(2026, 12, 3), 21, date(2026, 12, 28)),  # Julafton, then a weekend
        (NORWAY, date(2026, 12, 3), 21, date(2026, 12, 24)),  # open on that morning
        (NORWAY, date(2026, 12, 30), 2, date(2027, 1, 4)),  # over the New Year
        (NORWAY, date(2028, 2, 1), 28, date(2028, 2, 29)),  # a leap day
        (SUMMER, date(2026, 6, 1), 28, date(2026, 8, 14)),  # closed all summer
        (NEVER, date(2026, 11, 3), 28, date(2026, 12, 1)),  # closed for years: the day stays
        (NORWAY, date(2026, 11, 3), 0, date(2026, 11, 3)),  # a day loan
        (NORWAY, date(2026, 11, 7), 0, date(2026, 11, 9)),  # lent by a machine on a closed day
    ],
)
def test_closing_days_and_holidays(
    calendar: Calendar, lent_on: date, days: int, due_on: date
) -> None:
    assert due_date(lent_on, days=days, calendar=calendar) == due_on


@pytest.mark.parametrize(
    ("calendar", "lent_on", "all_due_on", "due_on"),
    [
        (NORWAY, date(2026, 5, 4), date(2026, 6, 12), date(2026, 6, 1)),  # due before it anyway
        (NORWAY, date(2026, 5, 26), date(2026, 6, 12), date(2026, 6, 12)),
        (NORWAY, date(2026, 6, 12), date(2026, 6, 12), date(2026, 6, 12)),
        (NORWAY, date(2026, 6, 13), date(2026, 6, 12), date(2026, 7, 13)),  # past: counts no more
        (NORWAY, date(2026, 5, 26), date(2026, 6, 14), date(2026, 6, 12)),  # a Sunday: before it
        (SUMMER, date(2026, 6, 8), date(2026, 6, 20), date(2026, 6, 12)),
        (SUMMER, date(2026, 6, 16), date(2026, 6, 20), date(2026, 6, 20)),  # nothing opens until
        (NEVER, date(2026, 6, 8), date(2026, 6, 20), date(2026, 6, 20)),
    ],
)
def test_a_day_by_which_all_is_due(
    calendar: Calendar, lent_on: date, all_due_on: date, due_on: date
) -> None:
    assert due_date(lent_on, days=28, calendar=calendar, all_due_on=all_due_on) == due_on


lent = st.dates(date(2024, 1, 1), date(2032, 1, 1))


@given(lent, st.integers(0, 60), st.integers(-10, 90), st.sets(st.integers(0, 90)))
def test_nothing_runs_past_the_day_by_which_all_is_due(
    lent_on: date, days: int, until: int, closed: set[int]
) -> None:
    calendar = Calendar("NO", WEEKDAYS, frozenset(lent_on + timedelta(days=n) for n in closed))
    all_due_on = lent_on + timedelta(days=until)
    freely = due_date(lent_on, days=days, calendar=calendar)
    due_on = due_date(lent_on, days=days, calendar=calendar, all_due_on=all_due_on)
    assert lent_on <= due_on <= freely
    if all_due_on >= lent_on:
        assert due_on <= max(all_due_on, lent_on)
    else:
        assert due_on == freely
    days_until = [lent_on + timedelta(days=n) for n in range(max(until, 0) + 1)]
    if any(calendar.is_open(each) for each in days_until):
        assert calendar.is_open(due_on)


@given(lent, st.integers(-10, 40), st.sets(st.integers(0, 40)))
def test_what_is_late_is_told_by_its_due_date(on: date, days: int, closed: set[int]) -> None:
    """One comparison in the database says the same as each loan's own last day."""
    shut = frozenset(on + timedelta(days=number - 20) for number in closed)
    due_on = on + timedelta(days=days - 15)
    for calendar in (Calendar("NO", WEEKDAYS, shut), NEVER):
        is_over = last_day(due_on, calendar=calendar) <= on
        assert is_over == (due_on <= last_due(on, calendar=calendar))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        # The night in which clocks go forward: midnight is still at 23 UTC, the next at 22.
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        # The night in which they go back: the hour from two to three comes twice.
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
@pytest.mark.parametrize("library", ["umea", "bergen"])
def test_the_librarys_day(moment: datetime, day: date, library: str) -> None:
    assert today(moment, policy=policy_of(library)) == day


@pytest.mark.parametrize(
    ("lent_at", "days", "due_on"),
    [
        # Lent a minute before midnight; the loan runs over the night in which clocks change.
        (datetime(2026, 3, 27, 22, 59, tzinfo=UTC), 3, date(2026, 3, 30)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), 1, date(2026, 3, 31)),
        (datetime(2026, 10, 22, 21, 59, tzinfo=UTC), 5, date(2026, 10, 27)),
        (datetime(2026, 10, 22, 22, 0, tzinfo=UTC), 5, date(2026, 10, 28)),
    ],
)
def test_a_day_is_a_day_when_clocks_change(lent_at: datetime, days: int, due_on: date) -> None:
    lent_on = today(lent_at, policy=policy_of("bergen"))
    assert due_date(lent_on, days=days, calendar=NORWAY) == due_on


@pytest.mark.parametrize(
    ("late", "grace", "fee"),
    [(0, 0, 0), (1, 0, 200), (3, 3, 0), (4, 3, 200), (28, 3, 5000), (27, 3, 4800), (-4, 0, 0)],
)
def test_days_of_grace_are_free_and_stay_so(late: int, grace: int, fee: int) -> None:
    due_on = date(2026, 11, 3)
    tariff = Tariff(200, 5000, grace).at_most(Tariff(900, 9000))
    assert overdue_fee(due_on=due_on, returned_on=due_on + timedelta(late), tariff=tariff) == fee
