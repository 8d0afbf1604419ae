"""When rows are held back by law, as conditions of a query: removal, erasure and checks ask here.

What rests on a person's own yes, or serves only them, is never held: it goes with their word.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Exists, ForeignKey, Model, OuterRef, Q, QuerySet

from hylla.privacy.declarations import PersonalData
from hylla.privacy.models.holding import LegalHold
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.registry import column, declaration_of, personal_models
from hylla.privacy.vocabulary import AtEnd, Purpose, Subject

HOLDABLE = frozenset(
    {
        Purpose.LENDING,
        Purpose.FEES,
        Purpose.MESSAGES,
        Purpose.IDENTIFICATION,
        Purpose.ACCOUNTABILITY,
    }
)
"""The purposes whose rows may be evidence of something."""
IN_FORCE_FROM = Q(proposed_at__isnull=True)


def in_force(now: datetime) -> Q:
    """Return the condition that a hold holds: two people said yes, and its end is to come."""
    return IN_FORCE_FROM & Q(until_at__gt=now)


def is_holdable(model: type[Model]) -> bool:
    """Say whether rows of a table may be held: a clock ends them, and they name their person."""
    declared = declaration_of(model)
    if not isinstance(declared, PersonalData) or declared.about is not Subject.PATRON:
        return False
    path = column(model, declared.subject) if "." not in declared.subject else None
    is_direct = isinstance(path, ForeignKey) and path.related_model is apps.get_model(SUBJECT)
    has_end = any(keep.then is AtEnd.DELETE for keep in declared.keep)
    return declared.purpose in HOLDABLE and is_direct and has_end


def holdable_tables() -> Iterator[str]:
    """Yield the names of the tables whose rows may be held."""
    return (model._meta.label for model, _ in personal_models() if is_holdable(model))


def is_held(model: type[Model], now: datetime) -> Q:
    """Return the condition that a row of this table is held back."""
    if not is_holdable(model):
        return Q(pk__in=[])
    declared = declaration_of(model)
    path = declared.subject if isinstance(declared, PersonalData) else ""
    rows = LegalHold.objects.filter(in_force(now), tables__contains=spaced(model._meta.label))
    return Q(Exists(rows.filter(person=OuterRef(path)).values("pk")))


def holds_back(label: str, person_id: uuid.UUID, *, now: datetime) -> bool:
    """Say whether somebody's rows of a table are held: an action asks before it removes one."""
    return holds_of(person_id, now=now).filter(tables__contains=spaced(label)).exists()


def holds_of(person_id: uuid.UUID, *, now: datetime) -> "QuerySet[LegalHold]":
    """Return the holds in force about somebody."""
    return LegalHold.objects.filter(in_force(now), person=person_id)


@dataclass(frozen=True)
class HeldUntil:
    """How long somebody's rows of a table are held, and whether they are told."""

    until_at: datetime
    is_told: bool


def held_tables(person_id: uuid.UUID) -> Mapping[str, HeldUntil]:
    """Return which of somebody's tables are held, or were until their rows go."""
    found: dict[str, HeldUntil] = {}
    rows = LegalHold.objects.filter(IN_FORCE_FROM, person=person_id).order_by("until_at")
    for row in rows:
        is_told = row.deferred_at is None
        for label in row.tables.split():
            known = found.get(label)
            found[label] = HeldUntil(row.until_at, is_told or (known is not None and known.is_told))
    return found


def spaced(label: str) -> str:
    """Return a table's name as `tables` holds it: no name is a part of another."""
    return f" {label} "
