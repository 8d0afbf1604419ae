"""Whom an incident touches: counted from the declarations, without a name (GDPR article 33)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, Model, QuerySet, Sum

from hylla.privacy.declarations import PersonalData
from hylla.privacy.models import Incident, RemovalRun
from hylla.privacy.models.incidents import Decided
from hylla.privacy.registry import column, lookup, personal_models
from hylla.privacy.vocabulary import Kind, Subject

WITHIN = timedelta(hours=72)
"""GDPR article 33(1)."""
BEGAN = (
    *("at", "lent_at", "placed_at", "created_at", "requested_at", "asked_at", "given_at"),
    *("begun_at", "made_at", "since_at", "registered_on", "issued_on", "opened_on"),
)
"""The columns that tell when a row came."""
PASSING = frozenset({"at", "created_at"})
"""Those of rows that tell of one moment: what lies before the time in question is left out too."""


@dataclass(frozen=True)
class Reach:
    """What is to be counted: these tables, and the time in question."""

    tables: tuple[str, ...]
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True)
class InTable:
    """How many rows of how many people one table had, and how many rows went since."""

    label: str
    rows: int
    people: int
    removed_since: int
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Counted:
    """Everyone together, each counted once, and table by table."""

    people: int
    tables: tuple[InTable, ...]


@dataclass(frozen=True, kw_only=True)
class IncidentFacts:
    """One incident as it was written down, and how much of the 72 hours is left."""

    id: int
    opened_by_id: int | None
    noticed_at: datetime
    reach: Reach
    people: int
    words: str
    measures: str
    decided: Decided | None
    decided_at: datetime | None
    told_at: datetime | None
    closed_at: datetime | None
    due_at: datetime
    left: timedelta


class IncidentOver(LookupError):  # noqa: N818 - reads as the sentence it is
    """There is no such incident, or it is closed."""


def kinds_in_tables() -> Mapping[str, tuple[Kind, ...]]:
    """Return the tables that can be asked about, and what kinds of field each has."""
    tables = personal_models(Subject.PATRON)
    return {model._meta.label: _kinds(declared) for model, declared in tables}


def _kinds(declared: PersonalData) -> tuple[Kind, ...]:
    return tuple(sorted(set(declared.columns.values()) - {Kind.LINK}))


def counted(reach: Reach) -> Counted:
    """Count who was in these tables in that time, as far as rows are still there."""
    everyone: set[uuid.UUID] = set()
    found = []
    for model, declared in _chosen(reach.tables):
        rows = _rows(model, reach)
        people = set(_people(rows, declared))
        everyone |= people
        found.append(
            InTable(
                model._meta.label,
                rows.count(),
                len(people),
                _removed(model, reach.from_at.date()),
                _kinds(declared),
            )
        )
    return Counted(len(everyone), tuple(found))


def people_in(reach: Reach) -> tuple[uuid.UUID, ...]:
    """Return whom these tables told of in that time."""
    found: set[uuid.UUID] = set()
    for model, declared in _chosen(reach.tables):
        found |= set(_people(_rows(model, reach), declared))
    return tuple(sorted(found))


def write_down(reach: Reach, *, noticed_at: datetime, staff_id: int, words: str) -> int:
    """Keep an incident with its numbers; the 72 hours run from when it was noticed."""
    return Incident.objects.create(
        opened_by_id=staff_id,
        noticed_at=noticed_at,
        from_at=reach.from_at,
        until_at=reach.until_at,
        tables=" ".join(reach.tables),
        people=counted(reach).people,
        words=words,
    ).pk


def decide(incident_id: int, *, decided: Decided, measures: str, now: datetime) -> None:
    """Note what was decided about an incident, and what was done.

    :raises IncidentOver: it is closed.
    """
    with transaction.atomic():
        row = _open(incident_id)
        row.decided, row.decided_at, row.measures = decided, now, measures
        row.save(update_fields=["decided", "decided_at", "measures"])


def note_told(incident_id: int, *, now: datetime) -> None:
    """Note that the supervisory authority was told.

    :raises IncidentOver: it is closed.
    """
    with transaction.atomic():
        row = _open(incident_id)
        row.told_at = row.told_at or now
        row.save(update_fields=["told_at"])


def close(incident_id: int, *, now: datetime) -> None:
    """End an incident: from now on its own period runs.

    :raises IncidentOver: it is closed, or nothing was decided yet.
    """
    with transaction.atomic():
        row = _open(incident_id)
        if not row.decided:
            raise IncidentOver(incident_id)
        row.closed_at = now
        row.save(update_fields=["closed_at"])


def incidents(*, now: datetime) -> tuple[IncidentFacts, ...]:
    """Return every incident, the latest first."""
    return tuple(_facts(row, now) for row in Incident.objects.all())


def incident_with(incident_id: int, *, now: datetime) -> IncidentFacts | None:
    """Return one incident, or None."""
    row = Incident.objects.filter(pk=incident_id).first()
    return _facts(row, now) if row else None


def _facts(row: Incident, now: datetime) -> IncidentFacts:
    due_at = row.noticed_at + WITHIN
    return IncidentFacts(
        id=row.pk,
        opened_by_id=row.opened_by_id,
        noticed_at=row.noticed_at,
        reach=Reach(tuple(row.tables.split()), row.from_at, row.until_at),
        people=row.people,
        words=row.words,
        measures=row.measures,
        decided=Decided(row.decided) if row.decided else None,
        decided_at=row.decided_at,
        told_at=row.told_at,
        closed_at=row.closed_at,
        due_at=due_at,
        left=due_at - now,
    )


def _open(incident_id: int) -> Incident:
    rows = Incident.objects.select_for_update().filter(pk=incident_id, closed_at=None)
    row = rows.first()
    if row is None:
        raise IncidentOver(incident_id)
    return row


def _chosen(tables: Iterable[str]) -> list[tuple[type[Model], PersonalData]]:
    wanted = set(tables)
    return [each for each in personal_models(Subject.PATRON) if each[0]._meta.label in wanted]


def _rows(model: type[Model], reach: Reach) -> "QuerySet[Any]":
    """Leave out what came after the time in question."""
    rows = model._default_manager.all()
    for name in BEGAN:
        field = column(model, name)
        if field is None:
            continue
        moment = isinstance(field, DateTimeField)
        until: date = reach.until_at if moment else reach.until_at.date()
        rows = rows.filter(**{f"{name}__lte": until})
        if name in PASSING and moment:
            rows = rows.filter(**{f"{name}__gte": reach.from_at})
        break
    return rows


def _people(rows: "QuerySet[Any]", declared: PersonalData) -> "QuerySet[Any, uuid.UUID]":
    path = lookup(declared.subject)
    told = rows.filter(**{f"{path}__isnull": False}).order_by()
    return told.values_list(path, flat=True).distinct()


def _removed(model: type[Model], since: date) -> int:
    """Count rows that nights have removed since: of them nobody can be named any more."""
    runs = RemovalRun.objects.filter(clock__startswith=f"{model._meta.label}:", day__gte=since)
    return runs.aggregate(rows=Sum("rows"))["rows"] or 0
