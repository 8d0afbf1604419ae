"""The days for which the returns of a branch's drop box may count."""

from dataclasses import dataclass
from datetime import date, datetime

from hylla.circulation.rules.back_dating import back_dating_refusals, earliest_day, usual_day
from hylla.circulation.rules.dates import today
from hylla.library.queries import calendar
from hylla.library.refusals import Reason
from hylla.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class DropBoxDays:
    """Today, the day that is usually meant, and the earliest for which a return may count."""

    today: date
    usual_on: date
    earliest_on: date

    def refusals(self, returned_on: date) -> tuple[Reason, ...]:
        """Return every reason against counting returns for a day."""
        most = (self.today - self.earliest_on).days
        return back_dating_refusals(returned_on, today=self.today, most_days=most)


def drop_box_days(branch_id: int, *, now: datetime, policy: Policy) -> DropBoxDays:
    """Return the days for which a branch's drop box may be emptied now."""
    on, most = today(now, policy=policy), policy.lending.drop_box_days
    usual = usual_day(on, most_days=most, calendar=calendar(branch_id))
    return DropBoxDays(on, usual, earliest_day(on, most_days=most))
