"""Where and when an action happens, and under which policy."""

from datetime import date, datetime
from typing import NamedTuple

from hylla.circulation.queries.house import House
from hylla.circulation.rules.dates import last_day, shelf_until, today
from hylla.circulation.rules.tariffs import tariff_of
from hylla.circulation.rules.terms import Asked, Terms
from hylla.fees.rules import Tariff
from hylla.privacy.policy import Policy


class Here(NamedTuple):
    """The branch whose desk or machine acts, the moment, and what the library has decided."""

    branch_id: int
    now: datetime
    policy: Policy
    house: House
    today: date

    @property
    def branch(self) -> str:
        """The branch's code, as tallies have it."""
        return self.house.branch_codes[self.branch_id]

    def terms(self, category: str, item_type: str, collection: str | None) -> Terms | None:
        """Return the loan rule for a patron and an item at this branch."""
        return self.house.terms_for(Asked(category, item_type, self.branch_id, collection))

    def due_date(self, terms: Terms) -> date:
        """Return when a loan that begins today is due."""
        return self.house.due_date(self.branch_id, self.today, terms)

    def last_day(self, due_on: date) -> date:
        """Return the last day on which a loan from this branch is not late."""
        return last_day(due_on, calendar=self.house.calendar(self.branch_id))

    def shelf_until(self, needed_on: date | None = None) -> date:
        """Return how long a held copy that is ready today waits, or one for a day to come."""
        calendar = self.house.calendar(self.branch_id)
        since = self.today if needed_on is None else max(self.today, needed_on)
        return shelf_until(since, days=self.policy.lending.holds_shelf_days, calendar=calendar)


def here_at(branch_id: int, *, now: datetime, policy: Policy, house: House) -> Here:
    """Say where and when; the day is the library's own."""
    return Here(branch_id, now, policy, house, today(now, policy=policy))


def tariff(terms: Terms | None, here: Here) -> Tariff:
    """Return what a late day costs: by the loan rule, and never more than the policy promises."""
    return tariff_of(terms, promised=here.policy.fees)
