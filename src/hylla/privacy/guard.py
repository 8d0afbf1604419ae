"""Stops a removal that is far more than usual, and asks two people (conflict case 67).

A machine's clock that jumps ten years would empty every table in one night. So a run is compared
with what it usually takes, and the time with the last one that was believed.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Max, Model

from hylla.privacy.approving import (
    PEOPLE,
    NotWaiting,
    Sort,
    agree,
    forget,
    is_agreed,
    propose,
    said_yes,
)
from hylla.privacy.clocks import due, ends_alike, today
from hylla.privacy.declarations import Keep
from hylla.privacy.models.guarding import HeldRemoval, KnownRemoval, RemovalRun, TrustedTime
from hylla.privacy.policy import Period, Policy
from hylla.privacy.registry import name_of
from hylla.privacy.removal import Removed, ordered_clocks, would_remove

FLOOR = 50
"""So few rows are never stopped: in a small table they are soon a large part."""
SHARE = 0.05
"""Part of a table that may go in one night."""
TIMES = 3
"""So many times the most of the last four weeks may go."""
WEEKS = timedelta(days=28)
NIGHTS_TO_KNOW = 7
"""From so many nights on one can say what is usual."""
MOST_NIGHTS = 7
"""A run that makes up for more missed nights than that is not believed to."""
JUMP = timedelta(days=30)
"""Nobody runs a library without a single night for so long: the clock is looked at first."""
BACK = timedelta(hours=1)
KNOWN_FOR = timedelta(days=14)
GROWN = 1.1
"""A removal that has grown by more than this since it was confirmed is asked about again."""
MACHINE = "clock"
"""What is held where the machine's clock itself is doubted."""
log = logging.getLogger("hylla.guard")


class Why(StrEnum):
    """Why a removal waits."""

    MORE_THAN_USUAL = "more_than_usual"
    PART_OF_TABLE = "part_of_table"
    CLOCK_JUMPED = "clock_jumped"


@dataclass(frozen=True)
class Held:
    """A removal that waits: of which clock, why, how many rows, and who has said yes (staff)."""

    clock: str
    why: Why
    rows: int
    of_rows: int
    usual: int | None
    held_at: datetime
    confirmed_by: tuple[int, ...]

    @property
    def missing(self) -> int:
        """How many more people must say yes."""
        return max(0, PEOPLE - len(self.confirmed_by))


class NotHeldError(LookupError):
    """No removal of that name waits."""


@dataclass(frozen=True)
class Stop:
    """Why a removal may not run by itself, and beside what it looks large."""

    why: Why
    of_rows: int
    usual: int | None


@dataclass(frozen=True)
class Usual:
    """The most rows of one night in the last weeks; None while too few nights are known."""

    rows: int | None
    nights: int
    """Since the last run, at most a week."""


class Guard:
    """One night's look at what is usual. `is_sure`: someone has set the clock on purpose."""

    def __init__(self, policy: Policy, *, now: datetime, is_sure: bool = False) -> None:
        self._policy = policy
        self._now = now
        last = TrustedTime.objects.aggregate(at=Max("at"))["at"]
        self._jumped = last is not None and now - last > JUMP and not is_sure
        self.is_set_back = last is not None and now < last - BACK and not is_sure
        if self.is_set_back:
            log.error("clock_set_back")

    @property
    def is_doubted(self) -> bool:
        """Whether the machine's clock must be confirmed before anything is believed."""
        return self._jumped and not _is_confirmed(MACHINE)

    def stops_everything(self) -> bool:
        """Say whether the machine's clock is doubted; if so, ask two people."""
        if not self.is_doubted:
            return False
        rows = sum(each.rows for each in would_remove(self._policy, now=self._now))
        _hold(MACHINE, Stop(Why.CLOCK_JUMPED, 0, None), rows=rows, now=self._now)
        return True

    def may(self, model: type[Model], keep: Keep, rows: int) -> bool:
        """Say whether a clock may end so many rows now; otherwise it waits for two people."""
        stop = self._stop(model, keep, rows)
        if stop is not None:
            _hold(name_of(model, keep), stop, rows=rows, now=self._now)
        return stop is None

    def would(self, model: type[Model], keep: Keep, rows: int) -> bool:
        """Say what `may` would, and let nothing wait for it."""
        return not self.is_doubted and self._stop(model, keep, rows) is None

    def _stop(self, model: type[Model], keep: Keep, rows: int) -> Stop | None:
        name = name_of(model, keep)
        # Where the clock has jumped, two people have said that it is as late as it says.
        if rows <= FLOOR or self._jumped or _is_confirmed(name, rows):
            return None
        usual = self._usual(name)
        known = KnownRemoval.objects.filter(clock=name, lasts_until__gt=self._now).first()
        unknown = rows - (known.rows if known else 0)
        if usual.rows is not None and unknown > TIMES * max(usual.rows, FLOOR) * usual.nights:
            return Stop(Why.MORE_THAN_USUAL, model._default_manager.count(), usual.rows)
        of_rows = model._default_manager.count()
        a_night = _part_a_night(self._policy.period(keep.period))
        part = max(SHARE, TIMES * usual.nights * a_night)
        if unknown <= max(FLOOR, part * of_rows):
            return None
        return Stop(Why.PART_OF_TABLE, of_rows, usual.rows)

    def note(self, removed: Iterable[Removed]) -> None:
        """Remember what was ended, let go what had waited for it, and believe the time."""
        done = [each for each in removed if not each.held]
        day = today(self._policy, self._now)
        with transaction.atomic():
            RemovalRun.objects.bulk_create(
                [RemovalRun(clock=each.name, day=day, rows=each.rows) for each in done],
                update_conflicts=True,
                unique_fields=["clock", "day"],
                update_fields=["rows"],
            )
            ran = [MACHINE, *(each.name for each in done)]
            HeldRemoval.objects.filter(clock__in=ran).delete()
            forget(Sort.REMOVAL, *ran)
            ended = [each.name for each in done if each.rows]
            KnownRemoval.objects.filter(clock__in=ended).delete()
            RemovalRun.objects.filter(day__lt=day - 2 * WEEKS).delete()
            if not self.is_set_back:
                TrustedTime.objects.update_or_create(pk=1, defaults={"at": self._now})

    def _usual(self, name: str) -> Usual:
        day = today(self._policy, self._now)
        runs = RemovalRun.objects.filter(clock=name, day__gte=day - WEEKS, day__lt=day)
        nights = runs.count()
        told = runs.aggregate(most=Max("rows"), last=Max("day"))
        since = (day - told["last"]).days if told["last"] else 1
        most = told["most"] if nights >= NIGHTS_TO_KNOW else None
        return Usual(most, min(max(since, 1), MOST_NIGHTS))


def removals_held() -> tuple[Held, ...]:
    """Return the removals that wait for two people, the oldest first."""
    yes = said_yes(Sort.REMOVAL)
    return tuple(
        Held(
            clock=row.clock,
            why=Why(row.why),
            rows=row.rows,
            of_rows=row.of_rows,
            usual=row.usual,
            held_at=row.held_at,
            confirmed_by=yes.get(row.clock, ()),
        )
        for row in HeldRemoval.objects.order_by("held_at", "clock")
    )


def confirm_held(clock: str, *, staff_id: int, now: datetime) -> int:
    """Say yes to a removal that waits, and return how many more must; one person counts once.

    It runs in the next night, or with `./hylla night`.

    :raises NotHeldError: no such removal waits.
    """
    try:
        return agree(Sort.REMOVAL, clock, staff_id=staff_id, now=now)
    except NotWaiting:
        raise NotHeldError(clock) from None


def know_shorter_periods(old: Policy, new: Policy, *, now: datetime) -> tuple[Removed, ...]:
    """Note what a new policy ends that the old one would have kept: that is no surprise.

    Returns the clocks with a shorter period and what they will end at once.
    """
    more = tuple(_ended_sooner(old, new, now))
    for each in more:
        KnownRemoval.objects.update_or_create(
            clock=each.name, defaults={"rows": each.rows, "lasts_until": now + KNOWN_FOR}
        )
    return more


def _ended_sooner(old: Policy, new: Policy, now: datetime) -> Iterator[Removed]:
    """Yield the clocks that end more under the new policy; a table whose clock goes on as before
    is not counted.
    """
    for model, keep in ordered_clocks():
        if not ends_alike(model, keep, old=old, new=new, now=now):
            rows, before = (due(model, keep, policy=each, now=now).count() for each in (new, old))
            if rows > before:
                yield Removed(name_of(model, keep), rows - before)


def _is_confirmed(clock: str, rows: int = 0) -> bool:
    held = HeldRemoval.objects.filter(pk=clock).first()
    if held is None or not is_agreed(Sort.REMOVAL, clock):
        return False
    return clock == MACHINE or rows <= held.rows * GROWN + FLOOR


def _hold(clock: str, stop: Stop, *, rows: int, now: datetime) -> None:
    """Let a removal wait. Who has said yes to fewer rows has not said yes to these."""
    values = {"why": stop.why, "rows": rows, "of_rows": stop.of_rows, "usual": stop.usual}
    log.error("removal_held", extra={"rule": clock, "rows": rows, "code": stop.why})
    with transaction.atomic():
        held, is_new = HeldRemoval.objects.get_or_create(
            clock=clock, defaults={**values, "held_at": now}
        )
        if is_new:
            propose(Sort.REMOVAL, clock, now=now)
            return
        if rows > held.rows * GROWN + FLOOR:
            forget(Sort.REMOVAL, clock)
            propose(Sort.REMOVAL, clock, now=now)
        else:
            values["rows"] = held.rows
        HeldRemoval.objects.filter(pk=clock).update(**values)


def _part_a_night(period: Period) -> float:
    """Return the part of a full table that a clock ends each night: of a week, a seventh."""
    days = period.years * 365 + period.months * 30 + period.days + period.hours / 24
    return 1 / max(days, 1)
