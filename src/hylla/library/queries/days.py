"""When branches are open, and on which days they are closed."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q

from hylla.library.models import ClosedDay, OpeningHours
from hylla.library.queries.policies import policy_in_force, rules_version
from hylla.library.rules import Calendar, Opening


@dataclass(frozen=True)
class ClosedFacts:
    """A day on which a branch is closed; `everywhere` if every branch is."""

    day: date
    reason: str
    everywhere: bool


def calendar(branch_id: int, *, version: int | None = None) -> Calendar:
    """Return the days on which a branch is open, kept in the process while no rule changes.

    `version` is what `rules_version` says, for a caller who has read it already.
    """
    version = rules_version() if version is None else version
    if version == 0:
        return _calendar(branch_id)
    return _kept_calendar(branch_id, version)


@lru_cache(maxsize=1024)
def _kept_calendar(branch_id: int, version: int) -> Calendar:
    return _calendar(branch_id)


def _calendar(branch_id: int) -> Calendar:
    weekdays = OpeningHours.objects.filter(branch_id=branch_id).values_list("weekday", flat=True)
    closed = ClosedDay.objects.filter(Q(branch_id=branch_id) | Q(branch=None))
    return Calendar(
        country=policy_in_force().country.value,
        weekdays=frozenset(weekdays),
        closed=frozenset(closed.values_list("day", flat=True)),
    )


def closed_days(branch_id: int, *, after: date) -> tuple[ClosedFacts, ...]:
    """Return the days on which a branch is closed, from that day on."""
    rows = ClosedDay.objects.filter(Q(branch_id=branch_id) | Q(branch=None), day__gte=after)
    return tuple(
        ClosedFacts(row.day, row.reason, row.branch_id is None) for row in rows.order_by("day")
    )


def opening_week(branch_id: int) -> tuple[Opening, ...]:
    """Return when a branch is open."""
    rows = OpeningHours.objects.filter(branch_id=branch_id).order_by("weekday", "opens_at")
    return tuple(Opening(row.weekday, row.opens_at, row.closes_at) for row in rows)
