"""Removes what is past its date: called by night, and by the worker for short periods."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from hylla.privacy import ledger
from hylla.privacy.clocks import due, over, protecting
from hylla.privacy.declarations import SELF, Keep, PersonalData
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.policy import Policy
from hylla.privacy.registry import Clock, clocks, column, declaration_of, name_of
from hylla.privacy.rights.deletions import owe_deletions
from hylla.privacy.vocabulary import AtEnd

BATCH = 5000
"""Rows in one transaction: long enough to be quick, short enough for a desk not to notice."""
LOOK = 40 * BATCH
"""So many keys are looked for at once: a large table is read through once, not for each batch."""

May = Callable[[type[Model], Keep, int], bool]


@dataclass(frozen=True)
class Removed:
    """How many rows a clock has ended, or would end; `held` wait until two people say yes."""

    name: str
    rows: int
    held: int = 0


def _always(model: type[Model], keep: Keep, rows: int) -> bool:
    return True


def remove_due(policy: Policy, *, now: datetime, may: May = _always) -> tuple[Removed, ...]:
    """Remove or clear everything whose time is over, people last.

    `may` is asked before a clock ends so many rows; where it says no, they are left.
    """
    return tuple(_ended(model, keep, policy, now, may) for model, keep in ordered_clocks())


def _ended(model: type[Model], keep: Keep, policy: Policy, now: datetime, may: May) -> Removed:
    if may is not _always:
        foreseen = _foreseen(model, keep, policy, now, may)
        if not foreseen.rows:
            return foreseen
    return Removed(name_of(model, keep), end_clock(model, keep, policy, now))


def would_remove(policy: Policy, *, now: datetime, may: May = _always) -> tuple[Removed, ...]:
    """Count what `remove_due` would end, and change nothing."""
    return tuple(_foreseen(model, keep, policy, now, may) for model, keep in ordered_clocks())


def _foreseen(model: type[Model], keep: Keep, policy: Policy, now: datetime, may: May) -> Removed:
    rows = due(model, keep, policy=policy, now=now).count()
    if rows and not may(model, keep, rows):
        return Removed(name_of(model, keep), 0, held=rows)
    return Removed(name_of(model, keep), rows)


def remove_before(policy: Policy, *, now: datetime, ahead: timedelta) -> tuple[Removed, ...]:
    """Remove what a short clock ends before the next look, so that its limit is never passed.

    Only clocks of hours: "at most 72 hours" is kept by looking every few minutes, `ahead` of time.
    """
    return tuple(
        Removed(name_of(model, keep), end_clock(model, keep, policy, now + ahead))
        for model, keep in ordered_clocks()
        if keep.at_once and any(each.hours for each in policy.periods_in_force(keep.period))
    )


def ordered_clocks() -> list[Clock]:
    """Return every clock, those of people last: what they leave behind may be what held them."""
    return sorted(clocks(), key=lambda clock: _is_person(clock[0]))


def _is_person(model: type[Model]) -> bool:
    declared = declaration_of(model)
    return isinstance(declared, PersonalData) and declared.subject == SELF


def end_clock(model: type[Model], keep: Keep, policy: Policy, now: datetime) -> int:
    """Remove or clear the rows of one clock whose time is over; return how many."""
    rows = due(model, keep, policy=policy, now=now)
    if keep.then is AtEnd.CLEAR:
        return rows.update(**{name: _empty(model, name) for name in keep.columns})
    ended = 0
    while keys := sorted(rows.values_list("pk", flat=True)[:LOOK]):
        batches = (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
        gone = sum(
            _end_batch(model, keep, rows.filter(_among(each)), policy, now) for each in batches
        )
        ended += gone
        if len(keys) < LOOK or not gone:
            break
    return ended


def _among(keys: Sequence[Any]) -> Q:
    """Return the condition that a row is one of these, in order; `rows` asks whether it is due.

    Rows that are over together were mostly written together. Their first and last number say the
    same as a list of thousands, which would take longer to send than to delete.
    """
    first, last = keys[0], keys[-1]
    if isinstance(first, int) and last - first < 2 * len(keys):
        return Q(pk__gte=first, pk__lte=last)
    return Q(pk__in=keys)


def _end_batch(
    model: type[Model], keep: Keep, rows: "QuerySet[Model]", policy: Policy, now: datetime
) -> int:
    """Remove some rows; people stand in the ledger before their end counts as done.

    What was found a moment ago is asked again: someone may have used their card since.
    """
    people: list[Any] = []
    try:
        with transaction.atomic():
            if protecting(model):
                locked = rows.select_for_update(of=("self",))
                held = list(locked.values_list("pk", flat=True))
                people = held if model is apps.get_model(SUBJECT) else []
                release(model, held, now=now)
                owe_deletions(people, policy=policy, now=now)
            _, gone = rows.delete()
            if people:
                ledger.note(people, rule=name_of(model, keep), at=now)
    except Exception:
        if people:
            ledger.void(people, rule=name_of(model, keep), at=now)
        raise
    return gone.get(model._meta.label, 0)


def release(model: type[Model], keys: Collection[object], *, now: datetime) -> None:
    """Remove what points at rows that are to go and holds them no longer.

    What is about somebody else stays theirs, and forgets whom it named besides: a child's settled
    invoice the guardian that it went to (conflict case 12).
    """
    for relation in protecting(model):
        field = relation.field
        rows = over(relation, now).filter(**{f"{field.name}__in": keys})
        if field.null and _is_about_another(relation):
            rows.update(**{field.name: None})
        else:
            rows.delete()


def _is_about_another(relation: Any) -> bool:
    declared = declaration_of(relation.related_model)
    return isinstance(declared, PersonalData) and declared.subject != relation.field.name


def _empty(model: type[Model], name: str) -> str | None:
    field = column(model, name)
    return None if field is None or field.null else ""
