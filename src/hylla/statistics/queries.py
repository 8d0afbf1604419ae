"""Sums of tallies; what leaves the library goes through `published_totals`."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from hylla.statistics.models import Event, Tally
from hylla.statistics.rules import published


@dataclass(frozen=True)
class Total:
    """How often something happened at one branch on one day; None where that is suppressed."""

    day: date
    branch: str
    event: Event
    count: int | None


def totals(*, since: date, until: date, branch: str = "") -> tuple[Total, ...]:
    """Return the sums per day, branch and event from `since` to `until`, both included.

    For use inside the library: small numbers are in it.
    """
    tallies = Tally.objects.filter(day__range=(since, until))
    if branch:
        tallies = tallies.filter(branch=branch)
    rows = tallies.values_list("day", "branch", "event").annotate(Sum("count"))
    rows = rows.order_by("day", "branch", "event")
    return tuple(Total(day, code, Event(event), count) for day, code, event, count in rows)


def published_totals(*, since: date, until: date) -> tuple[Total, ...]:
    """Return the same sums as anyone may see them: numbers below five are suppressed (R47).

    The branches of one day and event are one table, since their sum is known from elsewhere.
    """
    rows = totals(since=since, until=until)
    tables: dict[tuple[date, Event], dict[str, int]] = {}
    for row in rows:
        tables.setdefault((row.day, row.event), {})[row.branch] = row.count or 0
    shown = {key: published(table) for key, table in tables.items()}
    return tuple(
        Total(row.day, row.branch, row.event, shown[row.day, row.event][row.branch]) for row in rows
    )
