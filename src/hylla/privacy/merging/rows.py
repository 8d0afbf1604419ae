"""The rows of one person become another's, as each table's declaration says."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from hylla.privacy.declarations import Join, OnMerge, PersonalData
from hylla.privacy.merging.joining import joined
from hylla.privacy.merging.journal import Journal
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.registry import personal_models, unique_with


@dataclass(frozen=True)
class _Key:
    """One key of a table to a patron, and the two whose rows meet there."""

    model: type[Model]
    declared: PersonalData
    name: str
    stays: uuid.UUID
    goes: uuid.UUID

    def rows_of(self, person: uuid.UUID) -> "QuerySet[Model]":
        return self.model._base_manager.filter(**{self.name: person}).order_by("pk")

    def twin(self, row: Model) -> Model | None:
        """Return the row of the one who stays that leaves no room for this one, or None."""
        for others, condition in unique_with(self.model, self.name):
            if found := self._same(row, others, condition):
                return found
        return None

    def _same(self, row: Model, others: tuple[str, ...], condition: Q) -> Model | None:
        found = self.model._base_manager.filter(pk=row.pk).values(*others)
        values = found.get() if others else {}
        if None in values.values() or not self._meets(row, condition):
            return None
        return self.rows_of(self.stays).filter(condition, **values).first()

    def _meets(self, row: Model, condition: Q) -> bool:
        return self.model._base_manager.filter(condition, pk=row.pk).exists()


def merge_rows(stays: uuid.UUID, goes: uuid.UUID, *, journal: Journal) -> None:
    """Let everything of one person be the other's, and remove the person who is left with nothing.

    The caller holds the transaction and both people, and has looked whether they may be merged. The
    tables' constraints have the last word: what no rule foresaw refuses the whole.
    """
    for model, declared in personal_models():
        for name, how in declared.on_merge.items():
            _MERGES[how](_Key(model, declared, name, stays, goes), journal)
    people = apps.get_model(SUBJECT)._base_manager
    who_stays, who_goes = people.get(pk=stays), people.get(pk=goes)
    _join(who_stays, who_goes, journal)
    journal.remove(who_goes)


def _move(key: _Key, journal: Journal) -> None:
    journal.move(key.rows_of(key.goes), key.name, key.stays)


def _union(key: _Key, journal: Journal) -> None:
    for row in key.rows_of(key.goes):
        if twin := key.twin(row):
            _join(twin, row, journal)
            journal.remove(row, instead=twin)
        else:
            journal.move(key.rows_of(key.goes).filter(pk=row.pk), key.name, key.stays)


def _intersect(key: _Key, journal: Journal) -> None:
    """Keep what both have, as the newer row has it; what only one has is not brought back."""
    both = set()
    for row in key.rows_of(key.goes):
        if twin := key.twin(row):
            both.add(_newer(key, row, twin, journal))
    for _, condition in unique_with(key.model, key.name):
        for person in (key.stays, key.goes):
            key.rows_of(person).filter(condition).exclude(pk__in=both).delete()
    _move(key, journal)


def _newer(key: _Key, one: Model, other: Model, journal: Journal) -> Any:
    """Let the newer of two rows stay, with what hung on the other; return which it is."""
    latest = next(name for name, how in key.declared.joined.items() if how is Join.LATEST)
    newer, older = sorted((one, other), key=lambda row: getattr(row, latest), reverse=True)
    for relation in key.model._meta.related_objects:
        name = relation.field.name
        _rehang(_Key(relation.related_model, key.declared, name, newer.pk, older.pk), journal)
    journal.remove(older, instead=newer)
    if newer is one:
        journal.move(key.rows_of(key.goes).filter(pk=one.pk), key.name, key.stays)
    return newer.pk


def _rehang(key: _Key, journal: Journal) -> None:
    """Let what hangs on a row hang on another; what that one has already, it has once."""
    for row in key.rows_of(key.goes):
        if twin := key.twin(row):
            journal.remove(row, instead=twin)
    _move(key, journal)


def _newest(key: _Key, journal: Journal) -> None:
    """Let everything come along; of two rows that leave no room for each other, the newer."""
    met = {row.pk: twin for row in key.rows_of(key.goes) if (twin := key.twin(row))}
    for row in key.rows_of(key.goes):
        if row.pk in met:
            _newer(key, row, met[row.pk], journal)
        else:
            journal.move(key.rows_of(key.goes).filter(pk=row.pk), key.name, key.stays)


def _keep_staying(key: _Key, journal: Journal) -> None:
    mine = key.rows_of(key.stays).first()
    if mine is None:
        _move(key, journal)
        return
    for row in key.rows_of(key.goes):
        _join(mine, row, journal)
        journal.remove(row)


def _drop(key: _Key, journal: Journal) -> None:
    for row in key.rows_of(key.goes):
        journal.remove(row)


def _end(key: _Key, journal: Journal) -> None:
    for person in (key.stays, key.goes):
        key.rows_of(person).delete()


_MERGES: dict[OnMerge, Callable[[_Key, Journal], None]] = {
    OnMerge.MOVE: _move,
    OnMerge.UNION: _union,
    OnMerge.INTERSECT: _intersect,
    OnMerge.NEWEST: _newest,
    OnMerge.KEEP_STAYING: _keep_staying,
    OnMerge.DROP: _drop,
    OnMerge.END: _end,
}


def _join(into: Model, row: Model, journal: Journal) -> None:
    declared = getattr(into, "personal_data", None)
    if isinstance(declared, PersonalData) and declared.joined:
        values = {
            name: joined(how, getattr(into, name), getattr(row, name))
            for name, how in declared.joined.items()
        }
        if protects := [name for name, how in declared.joined.items() if how is Join.EITHER]:
            journal.joined(into, row, protects)
        journal.change(into, **values)
