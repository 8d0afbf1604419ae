"""The days on which a branch is open: what due dates, holds and reminders are counted by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

A_YEAR = 366

CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "NO": ("public",),
    # Semesterlag (1977:480) 3 a § puts the eves of midsummer, Christmas and the New Year on the
    # same footing as Sundays; the package calls these three "de facto".
    "SE": ("public", "de_facto"),
}


@dataclass(frozen=True)
class Calendar:
    """When one branch is open. `weekdays` has 0 for Monday; `closed` the local closing days."""

    country: str
    weekdays: frozenset[int]
    closed: frozenset[date]

    def is_open(self, day: date) -> bool:
        """Tell whether the branch has opening hours on the day."""
        if day.weekday() not in self.weekdays or day in self.closed:
            return False
        return day not in public_holidays(self.country, day.year)

    def next_open(self, day: date) -> date:
        """Return the first open day on or after the day.

        A branch that does not open within a year moves nothing: the day itself comes back.
        """
        following = (day + timedelta(days=number) for number in range(A_YEAR))
        return next((each for each in following if self.is_open(each)), day)

    def last_open(self, day: date) -> date:
        """Return the last open day on or before the day, or, without one within a year, the day."""
        before = (day - timedelta(days=number) for number in range(A_YEAR))
        return next((each for each in before if self.is_open(each)), day)


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Return the public holidays of a year, without ordinary Sundays."""
    return frozenset(holidays.country_holidays(country, years=year, categories=CATEGORIES[country]))
