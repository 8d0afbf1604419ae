"""For which days a return may count, where a drop box is emptied later than it was filled."""

from datetime import date, timedelta

from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import OpenDays
from hylla.library.refusals import Reason


def earliest_day(today: date, *, most_days: int) -> date:
    """Return the earliest day for which a return may count."""
    return today - timedelta(days=most_days)


def usual_day(today: date, *, most_days: int, calendar: OpenDays) -> date:
    """Return the last open day before today: until then the box was emptied last."""
    before = calendar.last_open(today - timedelta(days=1))
    return max(before, earliest_day(today, most_days=most_days))


def back_dating_refusals(returned_on: date, *, today: date, most_days: int) -> tuple[Reason, ...]:
    """Return every reason against counting a return for a day.

    Whether the loan began later needs no reason: no loan is due before it begins, so that nothing
    is late on such a day.
    """
    if returned_on > today:
        return (Reason(Refusal.RETURN_DAY_AHEAD),)
    earliest = earliest_day(today, most_days=most_days)
    if returned_on < earliest:
        return (Reason(Refusal.RETURN_DAY_TOO_FAR, day=earliest),)
    return ()
