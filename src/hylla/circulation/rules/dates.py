"""The days that loans and holds run to: always days on which the branch is open."""

from datetime import date, datetime, timedelta
from typing import Protocol

from hylla.privacy.policy import Policy


class OpenDays(Protocol):
    """A branch's calendar, as far as due dates need it."""

    def next_open(self, day: date) -> date:
        """Return the first day on or after `day` on which the branch is open."""

    def last_open(self, day: date) -> date:
        """Return the last day on or before `day` on which the branch is open."""


def today(now: datetime, *, policy: Policy) -> date:
    """Return the day it is at the library: a loan at 23:30 UTC is lent on the local day."""
    return now.astimezone(policy.zone).date()


def due_date(
    lent_on: date, *, days: int, calendar: OpenDays, all_due_on: date | None = None
) -> date:
    """Return the day a loan is due: open, and never sooner than the loan period.

    `all_due_on` is a day by which everything is due, as before the summer at a school: then a loan
    is shorter, and due on the last open day until then. Once past, it does not count any more.
    """
    due_on = calendar.next_open(lent_on + timedelta(days=days))
    if all_due_on is None or all_due_on < lent_on or due_on <= all_due_on:
        return due_on
    last = calendar.last_open(all_due_on)
    # A machine lends on closed days, too: then nothing is open until that day.
    return last if last >= lent_on else all_due_on


def last_day(due_on: date, *, calendar: OpenDays) -> date:
    """Return the last day on which a loan is not late.

    That is the day it is due, or, where the branch was closed for that day after it was lent, the
    next one on which it could be brought back over the counter.
    """
    return calendar.next_open(due_on)


def last_due(on: date, *, calendar: OpenDays) -> date:
    """Return the latest due date of loans whose last day is that one or before: see `last_day`."""
    # Also where nothing opens for a year: then days are counted as if all were open.
    return on if calendar.next_open(on) == on else calendar.last_open(on)


def shelf_until(ready_on: date, *, days: int, calendar: OpenDays) -> date:
    """Return the last day a held copy waits on the shelf: a day on which it can be fetched."""
    return calendar.next_open(ready_on + timedelta(days=days))
