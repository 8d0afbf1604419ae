"""The days that loans and holds run to: always days on which the branch is open."""

from datetime import date, datetime, timedelta
from typing import Protocol

from hylla.privacy.policy import Policy


class OpenDays(Protocol):
    """A branch's calendar, as far as due dates need it."""

    def next_open(self, day: date) -> date:
        """Return the first day on or after `day` on which the branch is open."""


def today(now: datetime, *, policy: Policy) -> date:
    """Return the day it is at the library: a loan at 23:30 UTC is lent on the local day."""
    return now.astimezone(policy.zone).date()


def due_date(lent_on: date, *, days: int, calendar: OpenDays) -> date:
    """Return the day a loan is due: open, and never sooner than the loan period."""
    return calendar.next_open(lent_on + timedelta(days=days))


def shelf_until(ready_on: date, *, days: int, calendar: OpenDays) -> date:
    """Return the last day a held copy waits on the shelf: a day on which it can be fetched."""
    return calendar.next_open(ready_on + timedelta(days=days))
