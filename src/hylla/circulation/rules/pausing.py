"""For which days a hold may be paused."""

from dataclasses import dataclass
from datetime import date, timedelta

from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Reason

LONGEST = timedelta(days=365)
"""No policy says how long a hold may live; nobody plans further ahead than a year."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The first day on which a hold is passed over, and the day on which its turn counts again."""

    from_on: date
    until_on: date

    def covers(self, day: date) -> bool:
        """Say whether the hold is passed over on that day."""
        return self.from_on <= day < self.until_on


def pause_refusals(pause: Pause, *, today: date) -> tuple[Reason, ...]:
    """Return every reason against a pause."""
    if pause.until_on <= today:
        return (Reason(Refusal.PAUSE_PAST),)
    reasons = []
    if pause.until_on <= pause.from_on:
        reasons.append(Reason(Refusal.PAUSE_BACKWARDS))
    if pause.until_on > today + LONGEST:
        reasons.append(Reason(Refusal.PAUSE_TOO_LONG, day=today + LONGEST))
    return tuple(reasons)
