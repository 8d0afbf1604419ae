"""What the ledger tells is done again to a database that came from a backup."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.db.models.deletion import ProtectedError

from hylla.privacy.clocks import protecting
from hylla.privacy.ledger.book import AWAY, Entry
from hylla.privacy.ledger.writing import forgotten, hashes
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.policy import Policy
from hylla.privacy.registry import lookup, personal_models
from hylla.privacy.rights.deletions import owe_deletions
from hylla.privacy.vocabulary import Subject

BATCH = 500
UNDER_WAY = timedelta(hours=1)
"""What was being erased while the backup was made may still be in it."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Replayed:
    """How many people were erased again, and of whom which facets."""

    people: int
    facets: Mapping[uuid.UUID, tuple[str, ...]]


def replay(
    entries: Iterable[Entry],
    *,
    taken_at: datetime,
    policy: Policy,
    now: datetime,
    progress: Progress = lambda done, total: None,
) -> Replayed:
    """Erase again whom the ledger names since a backup was taken, whatever holds them in it.

    What holds someone in the backup was over when they were erased. Facets that ended with a
    purpose are removed; the others are returned for whoever knows them. Processors are asked to
    delete once more: what they said since the backup is lost with the rest.
    """
    told = forgotten(entry for entry in entries if entry.at >= taken_at - UNDER_WAY)
    people = hashes(_people().values_list("pk", flat=True).iterator())
    present = {people[each]: facets for each, facets in told.items() if each in people}
    away = [person for person, facets in present.items() if AWAY in facets]
    for start in range(0, len(away), BATCH):
        _erase(away[start : start + BATCH], policy, now)
        progress(min(start + BATCH, len(away)), len(away))
    rest = {person: facets for person, facets in present.items() if AWAY not in facets}
    for person, facets in rest.items():
        _end_purposes(person, facets)
    return Replayed(len(away), rest)


def resurrected(entries: Iterable[Entry]) -> int:
    """Count people who are there although the ledger says that they are gone."""
    gone = {subject for subject, facets in forgotten(entries).items() if AWAY in facets}
    return len(gone & set(hashes(_people().values_list("pk", flat=True).iterator())))


def _erase(people: list[uuid.UUID], policy: Policy, now: datetime) -> None:
    with transaction.atomic():
        owe_deletions(people, policy=policy, now=now)
        waiting = protecting(apps.get_model(SUBJECT))
        while waiting:
            held = [each for each in waiting if not _released(each, people)]
            if len(held) == len(waiting):
                raise RuntimeError("what holds these people holds each other")
            waiting = held
        _people().filter(pk__in=people).delete()


def _released(relation: Any, people: list[uuid.UUID]) -> bool:
    """Delete the rows by which one relation PROTECTs people, unless others PROTECT them in turn."""
    rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": people})
    try:
        with transaction.atomic():
            rows.delete()
    except ProtectedError:
        return False
    return True


def _end_purposes(person: uuid.UUID, facets: tuple[str, ...]) -> None:
    with transaction.atomic():
        for model, declared in personal_models(Subject.PATRON):
            if declared.purpose in facets or model._meta.label in facets:
                model._default_manager.filter(**{lookup(declared.subject): person}).delete()


def _people() -> Any:
    model: type[Model] = apps.get_model(SUBJECT)
    return model._default_manager.all()
