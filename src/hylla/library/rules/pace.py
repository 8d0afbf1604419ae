"""How often something may be done: so many at once, and so many an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Pace:
    """A bucket that holds `at_once` and fills by `an_hour`."""

    at_once: int
    an_hour: float

    def left(self, before: float, *, since: datetime, now: datetime) -> float:
        """Return how much there is now; a clock that went back fills nothing."""
        hours = max(timedelta(0), now - since) / HOUR
        return min(float(self.at_once), before + hours * self.an_hour)

    def full_at(self, left: float, *, now: datetime) -> datetime:
        """Return when nothing is missing any more."""
        return now + (self.at_once - left) / self.an_hour * HOUR
