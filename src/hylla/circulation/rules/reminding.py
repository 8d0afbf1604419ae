"""On which days a patron hears of a loan."""

from collections.abc import Iterable
from datetime import date, timedelta

SOON_DAYS = 2
"""So long before the due date a patron hears of it."""
LATE_DAYS = (3, 14)
"""So long after the due date a patron hears of it, once each."""


def next_reminder(due_dates: Iterable[date], *, after: date) -> date | None:
    """Return the next day on which someone with loans due then is reminded, or None."""
    offsets = (-SOON_DAYS, *LATE_DAYS)
    days = (due + timedelta(days=days) for due in due_dates for days in offsets)
    return min((day for day in days if day > after), default=None)
