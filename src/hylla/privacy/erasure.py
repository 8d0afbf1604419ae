"""Erasure by facets: what nothing needs goes now, what must wait waits, and completes by itself."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from hylla.privacy.clocks import holding, protecting
from hylla.privacy.declarations import PersonalData
from hylla.privacy.models import SUBJECT, ErasureRequest
from hylla.privacy.registry import lookup, personal_models
from hylla.privacy.removal import release
from hylla.privacy.vocabulary import Purpose, Subject

ENDED_BY_REQUEST = frozenset({Purpose.HOLDS, Purpose.HISTORY, Purpose.CONSENTS, Purpose.PHONE})
"""Purposes that end with the request itself, whatever else must wait."""


@dataclass(frozen=True)
class Facet:
    """One table's rows about someone: gone now (`held` is false), or what the rest waits for."""

    name: str
    rows: int
    held: bool


def blockers(person_id: uuid.UUID, *, now: datetime) -> tuple[Facet, ...]:
    """Return what keeps a person: open loans, unpaid claims, a child whose guardian they are."""
    counts = (
        (relation, holding(relation, now).filter(**{relation.field.name: person_id}).count())
        for relation in protecting(_person())
    )
    return tuple(
        Facet(relation.related_model._meta.label, rows, held=True)
        for relation, rows in counts
        if rows
    )


def goes_now(person_id: uuid.UUID) -> tuple[Facet, ...]:
    """Return what a request would remove at once, even while the rest waits."""
    counts = (
        (model, _of(model, declared.subject, person_id).count())
        for model, declared in _ended_by_request()
    )
    return tuple(Facet(model._meta.label, rows, held=False) for model, rows in counts if rows)


def ask(person_id: uuid.UUID, *, now: datetime) -> bool:
    """Take a request to be erased; return whether the person is gone already (R20).

    What must wait is told by `blockers`. The request stays open, and `complete` finishes it in the
    action that ends the last reason.
    """
    with transaction.atomic():
        # Whoever takes a new consent waits, and then finds the request.
        _person()._default_manager.select_for_update(no_key=True).filter(pk=person_id).first()
        ErasureRequest.objects.update_or_create(
            person_id=person_id, defaults={"requested_at": now, "answered_at": None}
        )
        for model, declared in _ended_by_request():
            # What is being written under them at this moment waits, or is there to be deleted.
            list(_of(model, declared.subject, person_id).select_for_update(of=("self",)))
        for model, declared in _ended_by_request():
            _of(model, declared.subject, person_id).delete()
        return complete(person_id, now=now)


def take_back(person_id: uuid.UUID, *, now: datetime) -> None:
    """Take a request back that still waits."""
    ErasureRequest.objects.filter(person_id=person_id, answered_at=None).update(answered_at=now)


def is_asked(person_id: uuid.UUID) -> bool:
    """Say whether a request of this person's waits."""
    return ErasureRequest.objects.filter(person_id=person_id, answered_at=None).exists()


def complete(person_id: uuid.UUID, *, now: datetime) -> bool:
    """Erase a person who asked for it and whom nothing holds any more; return whether it did."""
    with transaction.atomic():
        if not is_asked(person_id) or blockers(person_id, now=now):
            return False
        release(_person(), [person_id], now=now)
        _person()._default_manager.filter(pk=person_id).delete()
        return True


def complete_all(*, now: datetime) -> int:
    """Finish every request that nothing holds any more; return how many."""
    waiting = ErasureRequest.objects.filter(answered_at=None).values_list("person_id", flat=True)
    return sum(complete(person_id, now=now) for person_id in list(waiting))


def _person() -> type[Model]:
    return apps.get_model(SUBJECT)


def _ended_by_request() -> Iterator[tuple[type[Model], PersonalData]]:
    for model, declared in personal_models(Subject.PATRON):
        if declared.purpose in ENDED_BY_REQUEST:
            yield model, declared


def _of(model: type[Model], path: str, person_id: uuid.UUID) -> Any:
    return model._default_manager.filter(**{lookup(path): person_id})
