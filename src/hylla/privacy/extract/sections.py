"""What each table keeps about a person, row by row, with why, for whom, and until when."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from django.apps import apps
from django.db.models import Field, Model, Q

from hylla.privacy.clocks import ends
from hylla.privacy.declarations import Keep, PersonalData
from hylla.privacy.held import HeldUntil, held_tables
from hylla.privacy.models import SUBJECT
from hylla.privacy.policy import Policy
from hylla.privacy.registry import lookup, personal_models
from hylla.privacy.vocabulary import AtEnd, Kind, LegalBasis, Purpose, Role, Subject

Unseal = Callable[[uuid.UUID], str | None]
"""Returns the clear text of a sealed column of a person, or None where there is none."""

SECRET = {Kind.CREDENTIAL}
"""Kinds that are said to be there, and never shown, not even to the person: they open doors."""


@dataclass(frozen=True)
class Row:
    """One row: its columns as text, and when it goes (None: with the person)."""

    values: Mapping[str, str]
    goes: date | None


@dataclass(frozen=True)
class Section:
    """One table's rows about a person, with what the declaration and the policy say of them."""

    name: str
    purpose: Purpose
    basis: LegalBasis
    law: str
    seen_by: tuple[Role, ...]
    periods: tuple[str, ...]
    rows: tuple[Row, ...]


def sections(
    person_id: uuid.UUID,
    *,
    policy: Policy,
    sealed: Mapping[str, Unseal] | None = None,
    about: Subject = Subject.PATRON,
    only: frozenset[Kind] | None = None,
) -> tuple[Section, ...]:
    """Return every table that keeps something about a person, also those with no row now.

    `sealed` opens sealed columns by name ("patrons.NationalId.sealed"). What opens doors (PIN
    hash, session key) is named as present only. `only` leaves out all other kinds of field: what
    a guardian is given of a child grows less as the child grows (conflict case 7). Whoever gives
    it to the person asks `as_told` besides.
    """
    return tuple(
        _section(model, _shown(declared, only), person_id, policy, sealed or {})
        for model, declared in personal_models(about)
    )


def as_told(
    found: tuple[Section, ...], person_id: uuid.UUID, *, now: datetime
) -> tuple[Section, ...]:
    """Say of what a law holds back that it goes when that ends (conflict case 68).

    What is past its date, and there because of a law that forbids to say so, is left out.
    """
    held = held_tables(person_id)
    return tuple(
        _as_held(each, held[each.name], now) if each.name in held else each for each in found
    )


def _as_held(section: Section, held: HeldUntil, now: datetime) -> Section:
    rows = (_held_row(row, held, now) for row in section.rows)
    return replace(section, rows=tuple(row for row in rows if row is not None))


def _held_row(row: Row, held: HeldUntil, at: datetime) -> Row | None:
    if row.goes is None:
        return row
    if held.is_told:
        return replace(row, goes=max(row.goes, held.until_at, key=_moment))
    return row if _moment(row.goes) > at else None


def _shown(declared: PersonalData, only: frozenset[Kind] | None) -> PersonalData:
    if only is None:
        return declared
    return replace(declared, columns={n: k for n, k in declared.columns.items() if k in only})


def _section(
    model: type[Model],
    declared: PersonalData,
    person_id: uuid.UUID,
    policy: Policy,
    sealed: Mapping[str, Unseal],
) -> Section:
    basis = policy.bases[declared.purpose]
    mine = Q()
    for path in (declared.subject, *declared.also_about):
        mine |= Q(**{lookup(path): person_id})
    rows = model._default_manager.filter(mine).select_related(*_told_of(model, declared))
    rows = rows.order_by("pk")
    if declared.withheld:
        rows = rows.filter(**{declared.withheld: None})
    return Section(
        name=model._meta.label,
        purpose=declared.purpose,
        basis=basis.article,
        law=basis.law,
        seen_by=tuple(sorted(declared.seen_by)),
        periods=tuple(keep.period for keep in _ending(declared.keep)),
        rows=tuple(
            Row(_values(row, declared, person_id, sealed), _goes(row, declared.keep, policy))
            for row in (rows if declared.columns else ())
        ),
    )


def _told_of(model: type[Model], declared: PersonalData) -> Iterator[str]:
    """Yield the relations whose other end is told of, to be read with the rows."""
    for field in model._meta.concrete_fields:
        is_told = field.is_relation and field.name in declared.columns
        if is_told and field.related_model is not apps.get_model(SUBJECT):
            yield field.name


def _values(
    row: Model, declared: PersonalData, person_id: uuid.UUID, sealed: Mapping[str, Unseal]
) -> dict[str, str]:
    values: dict[str, str] = {}
    for field in row._meta.concrete_fields:
        kind = declared.columns.get(field.name)
        opener = sealed.get(f"{row._meta.label}.{field.name}")
        if opener is not None and kind is not None:
            values[field.name] = opener(person_id) or ""
        elif kind is not None:
            values[field.name] = _text(row, field, kind, person_id)
    return values


def _text(row: Model, field: "Field[Any, Any]", kind: Kind, person_id: uuid.UUID) -> str:
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if kind in SECRET or isinstance(value, bytes | memoryview):
        return "•••"
    if field.is_relation:
        # Another person (a guardian, a ward) is not told of here: they have their own extract.
        other = field.related_model is apps.get_model(SUBJECT) and value != person_id
        return "" if other else _related(row, field, value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _related(row: Model, field: "Field[Any, Any]", value: object) -> str:
    if isinstance(value, uuid.UUID):
        return str(value)
    return str(getattr(row, field.name))


def _goes(row: Model, keeps: tuple[Keep, ...], policy: Policy) -> date | None:
    dates = [
        ends(keep, policy=policy, since=since)
        for keep in _ending(keeps)
        if (since := getattr(row, keep.since)) is not None
    ]
    return min(dates, key=_moment) if dates else None


def _moment(when: date) -> datetime:
    """Return a day as its last moment, so that days and moments compare."""
    if isinstance(when, datetime):
        return when
    return datetime.combine(when, time.max, tzinfo=UTC)


def _ending(keeps: tuple[Keep, ...]) -> Iterator[Keep]:
    """Return the clocks that end the row; those that only empty a column leave it."""
    return (keep for keep in keeps if keep.then is AtEnd.DELETE)
