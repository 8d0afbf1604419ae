"""How long something is kept: an ISO 8601 duration counted by the calendar."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from typing_extensions import override

from hylla.privacy.policy.duration_words import words
from hylla.privacy.vocabulary import Language

_FORM = re.compile(
    r"P(?=\d|T\d)(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?"
    r"(?:(?P<days>\d{1,5})D)?(?:T(?P<hours>\d{1,5})H)?"
)

Moment = TypeVar("Moment", date, datetime)


@dataclass(frozen=True)
class Period:
    """Years, months and days by the calendar of the library's time zone, then hours of 60 minutes.

    Without a `zone` the calendar is that of the moment's own time zone.
    """

    years: int = 0
    months: int = 0
    days: int = 0
    hours: int = 0
    zone: ZoneInfo | None = field(default=None, compare=False, repr=False)

    @classmethod
    def parse(cls, text: str, *, zone: ZoneInfo | None = None) -> Self:
        """Read `P24M`, `P7D`, `P2W` or `PT72H`.

        Minutes, seconds and fractions are refused: no promise to a patron is that fine.
        :raises ValueError: the text is no such duration.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"not a duration such as P24M, P7D or PT72H: {text!r}")
        parts = {name: int(number or 0) for name, number in match.groupdict().items()}
        days = parts["days"] + 7 * parts["weeks"]
        return cls(parts["years"], parts["months"], days, parts["hours"], zone)

    @property
    def is_zero(self) -> bool:
        """True where nothing is kept beyond the event itself."""
        return not (self.years or self.months or self.days or self.hours)

    def after(self, moment: Moment) -> Moment:
        """Return when the period that begins at `moment` is over.

        The 31st becomes the last day of a shorter month. Hours after a date count as whole days.
        """
        if not isinstance(moment, datetime):
            return moment + self._calendar + timedelta(days=self.hours // 24)
        wall = self._wall(moment)
        over = _latest(wall + self._calendar) if self._calendar else wall.astimezone(UTC)
        return (over + timedelta(hours=self.hours)).astimezone(moment.tzinfo)

    def before(self, moment: Moment) -> Moment:
        """Return the latest start whose period is over at `moment`.

        So `since <= before(now)` finds everything whose `after(since)` has come: never late. Where
        a short month or a change of the clock folds several starts into one end, the earlier of
        them are found up to a day before their own end.
        """
        if not isinstance(moment, datetime):
            return self._first_day(moment - timedelta(days=self.hours // 24))
        wall = self._wall(moment, less=timedelta(hours=self.hours))
        start = _latest(self._start(wall)) if self._calendar else wall.astimezone(UTC)
        return start.astimezone(moment.tzinfo)

    def is_longer_than(self, other: "Period") -> bool:
        """Compare in the shortest month, so that 30 days count as longer than one month."""
        february = datetime(2001, 2, 1, tzinfo=UTC)
        mine = Period(self.years, self.months, self.days, self.hours)
        theirs = Period(other.years, other.months, other.days, other.hours)
        return mine.after(february) > theirs.after(february)

    def in_words(self, language: Language) -> str:
        """Say the period in `language`: "24 months", "at once"."""
        return words(
            {"year": self.years, "month": self.months, "day": self.days, "hour": self.hours},
            language=language,
        )

    @override
    def __str__(self) -> str:
        """Write the period as ISO 8601, as the policy has it."""
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        calendar = "".join(f"{number}{unit}" for number, unit in parts if number)
        clock = f"T{self.hours}H" if self.hours else ""
        return f"P{calendar}{clock}" if calendar or clock else "P0D"

    @property
    def _calendar(self) -> relativedelta:
        return relativedelta(years=self.years, months=self.months, days=self.days)

    def _wall(self, moment: datetime, *, less: timedelta = timedelta()) -> datetime:
        """Return what the library's clock on the wall shows at, or `less` before, the moment."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return (moment.astimezone(UTC) - less).astimezone(self.zone or moment.tzinfo)

    def _start(self, wall: datetime) -> datetime:
        first = self._first_day(wall.date())
        if first + self._calendar == wall.date():
            return datetime.combine(first, wall.timetz())
        return datetime.combine(first, time.max, wall.tzinfo)

    def _first_day(self, day: date) -> date:
        """Return the latest day whose calendar period ends on or before `day`."""
        first = day - self._calendar
        while first + self._calendar > day:
            first -= timedelta(days=1)
        while first + timedelta(days=1) + self._calendar <= day:
            first += timedelta(days=1)
        return first


def _latest(wall: datetime) -> datetime:
    """Return the later of the instants that a clock put forward or back can mean."""
    return max(wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
