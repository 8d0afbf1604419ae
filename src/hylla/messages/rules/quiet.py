"""When a telephone may be heard: not by night, and where the library wants it not on Sundays."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hylla.privacy.policy import Quiet

SUNDAY = 6
LONGEST = 3
"""No silence has more mornings in it: a Saturday night, Sunday, and the night after."""


def sounds_again_at(now: datetime, *, quiet: Quiet, zone: ZoneInfo) -> datetime | None:
    """Return when a silence ends that lasts at `now`; None where a telephone may be heard.

    The hours are the library's own clocks', in summer and in winter.
    """
    here = now.astimezone(zone)
    if not _is_quiet(here, quiet):
        return None
    first = time(quiet.until_hour if quiet.has_nights else 0)
    mornings = (
        # Through UTC, for an hour that the clocks leave out does not come.
        datetime.combine(here.date() + timedelta(days=days), first, zone).astimezone(UTC)
        for days in range(LONGEST + 1)
    )
    later = (each for each in mornings if each > now.astimezone(UTC))
    return next(each for each in later if not _is_quiet(each.astimezone(zone), quiet))


def _is_quiet(here: datetime, quiet: Quiet) -> bool:
    if quiet.sundays and here.weekday() == SUNDAY:
        return True
    begins, ends = quiet.from_hour, quiet.until_hour
    if begins <= ends:
        return begins <= here.hour < ends
    return here.hour >= begins or here.hour < ends
