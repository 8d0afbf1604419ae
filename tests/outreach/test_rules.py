"""When a round is driven: by its weeks, on days on which its branch is open."""

from datetime import date

import pytest

from hylla.library.rules import Calendar
from hylla.outreach.rules import next_visits

FIRST = date(2026, 11, 3)
"""A Tuesday."""
OPEN = Calendar("NO", frozenset(range(6)), frozenset())


@pytest.mark.parametrize(
    ("after", "weeks", "closed", "expected"),
    [
        (date(2026, 10, 1), 3, (), [date(2026, 11, 3), date(2026, 11, 24)]),
        (FIRST, 3, (), [FIRST, date(2026, 11, 24)]),
        (date(2026, 11, 4), 3, (), [date(2026, 11, 24), date(2026, 12, 15)]),
        (date(2026, 11, 4), 1, (), [date(2026, 11, 10), date(2026, 11, 17)]),
        # Closed: the next open day, also when that is asked for on the closed day itself.
        (date(2026, 11, 4), 3, (date(2026, 11, 24),), [date(2026, 11, 25), date(2026, 12, 15)]),
        (date(2026, 11, 25), 3, (date(2026, 11, 24),), [date(2026, 11, 25), date(2026, 12, 15)]),
    ],
)
def test_the_next_visits(
    after: date, weeks: int, closed: tuple[date, ...], expected: list[date]
) -> None:
    days = Calendar(OPEN.country, OPEN.weekdays, frozenset(closed))
    assert list(next_visits(FIRST, weeks, after=after, days=days, number=2)) == expected


def test_a_branch_closed_for_long_is_visited_once() -> None:
    days = Calendar("NO", frozenset(range(6)), frozenset(date(2026, 11, n) for n in range(9, 21)))
    found = next_visits(FIRST, 1, after=date(2026, 11, 4), days=days, number=2)
    assert found == (date(2026, 11, 21), date(2026, 11, 24))
