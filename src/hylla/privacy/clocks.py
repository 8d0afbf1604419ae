"""When a row's time is over: one query, and the same rule for a single row.

Five use it: removal in the action that ends a purpose, removal at night, the live check of the
notice, the date shown on my page, and the retention line of the extract. What readers may show is
its complement, `kept`.
"""

from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.db.models import PROTECT, DateTimeField, Exists, Model, OuterRef, Q, QuerySet

from hylla.privacy.declarations import Keep, PersonalData
from hylla.privacy.held import is_held
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.policy import Policy
from hylla.privacy.registry import column, declaration_of, lookup
from hylla.privacy.rights.conditions import restricted_people
from hylla.privacy.vocabulary import AtEnd, Purpose

Row = TypeVar("Row", bound=Model)
_INSTANT = timedelta(microseconds=1)


def due(model: type[Model], keep: Keep, *, policy: Policy, now: datetime) -> "QuerySet[Model]":
    """Return the rows whose time is over and that nothing holds."""
    rows = past(model, keep, policy=policy, now=now)
    if keep.then is AtEnd.DELETE:
        rows = rows.exclude(is_held(model, now))
    for relation in protecting(model):
        rows = rows.filter(
            ~Exists(holding(relation, now).filter(_points_out(relation)).values("pk"))
        )
    if model._meta.label == SUBJECT:
        # Whose data may only be stored is not removed either (GDPR article 18(2)).
        rows = rows.exclude(pk__in=restricted_people(Purpose.MEMBERSHIP))
    return rows


def past(model: type[Model], keep: Keep, *, policy: Policy, now: datetime) -> "QuerySet[Model]":
    """Return the rows whose time is over, also those that something holds."""
    return model._default_manager.filter(_past(model, keep, policy, now))


def ends_alike(model: type[Model], keep: Keep, *, old: Policy, new: Policy, now: datetime) -> bool:
    """Say whether two policies end the same rows of a clock, without asking the database."""
    return _past(model, keep, old, now) == _past(model, keep, new, now)


def kept(model: type[Row], *, policy: Policy, now: datetime) -> "QuerySet[Row]":
    """Return the rows that may still be shown: a clock that ends them by night ends them here.

    What is past its date is shown to nobody from the first second, also where the night was missed
    or the disk is full (conflict case 66). What somebody is held by does not matter: that keeps
    the row, it does not show it.
    """
    rows: QuerySet[Row] = model._default_manager.all()
    declared = declaration_of(model)
    for keep in declared.keep if isinstance(declared, PersonalData) else ():
        if keep.then is AtEnd.DELETE:
            rows = rows.exclude(_past(model, keep, policy, now))
    return rows


def ends(keep: Keep, *, policy: Policy, since: date) -> date:
    """Return when a row goes whose clock has run since then, if nothing holds it.

    A date for a clock that runs from a date: the row goes in the night after that day. A row from
    before a longer period was published keeps the one that was promised (conflict case 48).
    """
    end = policy.period(keep.period).after(since)
    for promise in policy.earlier.get(keep.period, ()):
        is_moment = isinstance(since, datetime)
        if since < promise.before if is_moment else since <= today(policy, promise.before):
            end = min(end, promise.period.after(since))
    return end


def is_over(keep: Keep, *, policy: Policy, since: date, now: datetime) -> bool:
    """Say of one row what `due` asks of a table: whether its time is over at `now`."""
    end = ends(keep, policy=policy, since=since)
    if isinstance(end, datetime):
        return end <= now
    return end <= _yesterday(policy, now)


def _past(model: type[Model], keep: Keep, policy: Policy, now: datetime) -> Q:
    """Return the condition that a clock has come to its end."""
    is_moment = isinstance(column(model, keep.since), DateTimeField)
    at: date = now if is_moment else _yesterday(policy, now)
    last = policy.period(keep.period).before(at)
    for promise in policy.earlier.get(keep.period, ()):
        # Both are the latest start: of what the promise has ended, and of what it was made for.
        until = promise.before - _INSTANT if is_moment else today(policy, promise.before)
        last = max(last, min(promise.period.before(at), until))
    return Q(**{f"{keep.since}__lte": last}) & _old_enough(keep, policy, now)


def protecting(model: type[Model]) -> list[Any]:
    """Return the relations whose rows PROTECT a row of this table."""
    return [each for each in model._meta.related_objects if each.on_delete is PROTECT]


def holding(relation: Any, now: datetime) -> "QuerySet[Model]":
    """Return the rows behind a PROTECTing relation that still hold what they point at.

    A row whose own clock has begun is over for the person it is about: a settled claim and a loan
    in its last hours hold nobody back, and go along, unless a law holds them back.
    """
    rows: QuerySet[Model] = relation.related_model._default_manager.all()
    return rows.exclude(_is_over(relation.related_model, now))


def waiting(relation: Any, now: datetime) -> "QuerySet[Model]":
    """Return those of them whose own clock has not begun: what somebody waits for."""
    rows: QuerySet[Model] = relation.related_model._default_manager.all()
    return rows.exclude(_has_begun(relation.related_model, now))


def over(relation: Any, now: datetime) -> "QuerySet[Model]":
    """Return the rows behind a PROTECTing relation that hold nothing any more."""
    rows: QuerySet[Model] = relation.related_model._default_manager.all()
    return rows.filter(_is_over(relation.related_model, now))


def _is_over(model: type[Model], now: datetime) -> Q:
    return _has_begun(model, now) & ~is_held(model, now)


def _has_begun(model: type[Model], now: datetime) -> Q:
    """Return the condition that a clock which deletes the row is running."""
    declared = declaration_of(model)
    begun = Q(pk__in=[])
    for keep in declared.keep if isinstance(declared, PersonalData) else ():
        if keep.then is AtEnd.DELETE:
            moment = isinstance(column(model, keep.since), DateTimeField)
            limit = {f"{keep.since}__lte": now} if moment else {f"{keep.since}__lt": now.date()}
            begun |= Q(**{f"{keep.since}__isnull": False}, **limit)
    return begun


def _points_out(relation: Any) -> Q:
    return Q(**{relation.field.name: OuterRef("pk")})


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
