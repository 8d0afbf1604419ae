"""No telephone is heard by night; what waits goes in the morning, if it is still so."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hylla.messages.rules import sounds_again_at
from hylla.privacy.policy import Quiet

OSLO = ZoneInfo("Europe/Oslo")
NIGHTS, NEVER = Quiet(), Quiet(from_hour=0, until_hour=0)
SUNDAYS, BOTH = Quiet(from_hour=0, until_hour=0, sundays=True), Quiet(sundays=True)
NOON_BREAK = Quiet(from_hour=12, until_hour=13)


def at(text: str, zone: ZoneInfo = OSLO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        # A Friday.
        (NIGHTS, "2025-11-21T20:59", None),
        (NIGHTS, "2025-11-21T21:00", "2025-11-22T08:00"),
        (NIGHTS, "2025-11-22T00:00", "2025-11-22T08:00"),
        (NIGHTS, "2025-11-22T07:59", "2025-11-22T08:00"),
        (NIGHTS, "2025-11-22T08:00", None),
        (NEVER, "2025-11-22T03:00", None),
        (NOON_BREAK, "2025-11-21T12:30", "2025-11-21T13:00"),
        (NOON_BREAK, "2025-11-21T13:00", None),
        # Saturday, Sunday, Monday.
        (BOTH, "2025-11-22T20:59", None),
        (BOTH, "2025-11-22T21:00", "2025-11-24T08:00"),
        (BOTH, "2025-11-23T14:00", "2025-11-24T08:00"),
        (SUNDAYS, "2025-11-22T23:59", None),
        (SUNDAYS, "2025-11-23T14:00", "2025-11-24T00:00"),
        (SUNDAYS, "2025-11-24T00:00", None),
        # The clocks go forward in the night to 30 March 2025, and back in that to 26 October.
        (NIGHTS, "2025-03-29T22:00", "2025-03-30T08:00"),
        (NIGHTS, "2025-10-25T22:00", "2025-10-26T08:00"),
        # An hour that does not come: it is three at once.
        (Quiet(from_hour=21, until_hour=2), "2025-03-30T01:30", "2025-03-30T03:00"),
    ],
)
def test_a_silence_ends(quiet: Quiet, now: str, until: str | None) -> None:
    told = sounds_again_at(at(now).astimezone(UTC), quiet=quiet, zone=OSLO)
    assert told == (at(until).astimezone(UTC) if until else None)


@pytest.mark.parametrize(
    "quiet", [NIGHTS, SUNDAYS, BOTH, NOON_BREAK, Quiet(from_hour=1, until_hour=3)]
)
@pytest.mark.parametrize("day", ["2025-03-28", "2025-10-24"])
def test_in_each_quarter_of_an_hour_around_the_clocks_change(quiet: Quiet, day: str) -> None:
    for quarters in range(4 * 24 * 4):
        now = at(f"{day}T00:00").astimezone(UTC) + timedelta(minutes=15 * quarters)
        until = sounds_again_at(now, quiet=quiet, zone=OSLO)
        if until is not None:
            assert now < until <= now + timedelta(hours=48)
            assert sounds_again_at(until, quiet=quiet, zone=OSLO) is None
            assert sounds_again_at(until - timedelta(seconds=1), quiet=quiet, zone=OSLO)


def test_the_librarys_own_clocks_count() -> None:
    evening = datetime(2025, 7, 4, 19, 30, tzinfo=UTC)
    assert sounds_again_at(evening, quiet=NIGHTS, zone=OSLO)
    assert sounds_again_at(evening, quiet=NIGHTS, zone=ZoneInfo("Atlantic/Reykjavik")) is None
