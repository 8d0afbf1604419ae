"""When the copies of a set are gathered, and why a set cannot be."""

from datetime import date, timedelta

from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Reason

GATHERED = timedelta(days=28)
"""So long before its day copies are set aside; until then they go to others."""
AHEAD = timedelta(days=366)


def gather_from(needed_on: date) -> date:
    """Return the first day on which copies are set aside."""
    return needed_on - GATHERED


def set_refusals(
    copies: int, *, there_are: int, needed_on: date, today: date
) -> tuple[Reason, ...]:
    """Return every reason against a set of so many copies for that day."""
    reasons = []
    if copies > there_are:
        reasons.append(Reason(Refusal.SET_TOO_LARGE, number=there_are))
    if needed_on <= today:
        reasons.append(Reason(Refusal.SET_DAY_PAST))
    elif needed_on > today + AHEAD:
        reasons.append(Reason(Refusal.SET_TOO_EARLY, day=today + AHEAD))
    return tuple(reasons)
