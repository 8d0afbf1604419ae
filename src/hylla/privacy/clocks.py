"""When a row's time is over: one query, and the same rule for a single row.

Five use it: removal in the action that ends a purpose, removal at night, the live check of the
notice, the date shown on my page, and the retention line of the extract.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.db.models import PROTECT, DateTimeField, Exists, Model, OuterRef, Q, QuerySet

from hylla.privacy.declarations import Keep
from hylla.privacy.policy import Policy
from hylla.privacy.registry import column, lookup


def due(model: type[Model], keep: Keep, *, policy: Policy, now: datetime) -> "QuerySet[Model]":
    """Return the rows whose time is over and that nothing holds."""
    period = policy.period(keep.period)
    if isinstance(column(model, keep.since), DateTimeField):
        last: date = period.before(now)
    else:
        last = period.before(_yesterday(policy, now))
    rows = model._default_manager.filter(**{f"{keep.since}__lte": last})
    rows = rows.filter(_old_enough(keep, policy, now))
    for held in holds(model):
        rows = rows.filter(~held)
    return rows


def ends(keep: Keep, *, policy: Policy, since: date) -> date:
    """Return when a row goes whose clock has run since then, if nothing holds it.

    A date for a clock that runs from a date: the row goes in the night after that day.
    """
    return policy.period(keep.period).after(since)


def is_over(keep: Keep, *, policy: Policy, since: date, now: datetime) -> bool:
    """Say of one row what `due` asks of a table: whether its time is over at `now`."""
    end = ends(keep, policy=policy, since=since)
    if isinstance(end, datetime):
        return end <= now
    return end <= _yesterday(policy, now)


def holds(model: type[Model]) -> list[Exists]:
    """Return a condition for each table whose rows PROTECT a row of this one."""
    return [
        Exists(
            relation.related_model._default_manager.filter(
                **{relation.field.name: OuterRef("pk")}
            ).values("pk")
        )
        for relation in model._meta.related_objects
        if relation.on_delete is PROTECT
    ]


def today(policy: Policy, now: datetime) -> date:
    """Return the day it is at the library."""
    return now.astimezone(ZoneInfo(policy.time_zone)).date()


def _yesterday(policy: Policy, now: datetime) -> date:
    """A day is over when the next has begun, so a clock that runs from a date ends with its day."""
    return today(policy, now) - timedelta(days=1)


def _old_enough(keep: Keep, policy: Policy, now: datetime) -> Q:
    """Leave people below the age from which the clock applies alone (R11)."""
    age = policy.ages.clock(keep.period)
    if keep.born is None or age == 0:
        return Q()
    born = lookup(keep.born)
    latest = today(policy, now) - relativedelta(years=age)
    return Q(**{f"{born}__lte": latest}) | Q(**{f"{born}__isnull": True})
