"""On which days a patron hears of a loan."""

from collections.abc import Iterable
from datetime import date, timedelta

from hylla.privacy.policy import Reminders


def late_days(steps: Reminders) -> tuple[int, ...]:
    """Return how long after the due date a patron hears of it, once each (KUN-11)."""
    return (steps.first_days, steps.second_days) if steps.second_days else (steps.first_days,)


def next_reminder(due_dates: Iterable[date], *, after: date, steps: Reminders) -> date | None:
    """Return the next day on which someone with loans due then is reminded, or None."""
    offsets = (-steps.soon_days, *late_days(steps))
    days = (due + timedelta(days=days) for due in due_dates for days in offsets)
    return min((day for day in days if day > after), default=None)
