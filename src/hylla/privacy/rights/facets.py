"""What becomes of each facet of what is kept about someone who leaves: now, or when, or why not."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model

from hylla.privacy.clocks import protecting, waiting
from hylla.privacy.declarations import PersonalData
from hylla.privacy.held import holds_of
from hylla.privacy.models import SUBJECT, LegalHold, Request
from hylla.privacy.registry import declaration_of, lookup, personal_models
from hylla.privacy.rights.inbox import GIVEN_FIRST
from hylla.privacy.rights.terms import Outcome
from hylla.privacy.vocabulary import Kind, Purpose, Subject

ENDED_BY_REQUEST = frozenset(
    {
        Purpose.HOLDS,
        Purpose.HISTORY,
        Purpose.REVIEWS,
        Purpose.LISTS,
        Purpose.CONSENTS,
        Purpose.PHONE,
    }
)
"""Purposes that end with the request itself, whatever else must wait."""
GUARDS = "patrons.Guardianship"
ASKED_FOR = Request._meta.label
LEGAL_HOLD = LegalHold._meta.label
OF_A_GUARDIAN = frozenset({Kind.NAME, Kind.CONTACT, Kind.ADDRESS, Kind.FAMILY, Kind.REQUEST})
"""The kinds of field that a child's guardian is still needed for, and nothing else is."""


@dataclass(frozen=True)
class Facet:
    """One table's rows about someone, or what lies elsewhere, and what becomes of it.

    `law` says why where something is kept; `until_on` when it goes. Where not `is_told`, a law
    forbids to say so for now: no page and no receipt shows it.
    """

    name: str
    rows: int
    outcome: Outcome
    until_on: date | None = None
    law: str = ""
    is_told: bool = True


def person_model() -> type[Model]:
    """Return the table of the people themselves."""
    return apps.get_model(SUBJECT)


def blockers(person_id: uuid.UUID, *, now: datetime) -> tuple[Facet, ...]:
    """Return what keeps a person: open loans, unpaid claims, a child whose guardian they are.

    What they asked to be given, and were not given yet, comes before they go (conflict case 57).
    What the law holds back stays until its day (conflict case 68).
    """
    counts = (
        (relation, waiting(relation, now).filter(**{relation.field.name: person_id}).count())
        for relation in protecting(person_model())
        if relation.related_model is not LegalHold
    )
    given_first = Request.objects.filter(GIVEN_FIRST, person=person_id).count()
    found = tuple(
        Facet(name, rows, Outcome.WAITS)
        for name, rows in (
            *((relation.related_model._meta.label, rows) for relation, rows in counts),
            (ASKED_FOR, given_first),
        )
        if rows
    )
    return (*found, *_held_by_law(person_id, now))


def _held_by_law(person_id: uuid.UUID, now: datetime) -> Iterator[Facet]:
    """Yield what each hold in force is, and each table that it holds."""
    for hold in holds_of(person_id, now=now).order_by("until_at", "pk"):
        for name in (LEGAL_HOLD, *hold.tables.split()):
            yield Facet(
                name,
                1,
                Outcome.UNTIL,
                until_on=hold.until_at.date(),
                law=hold.law,
                is_told=hold.deferred_at is None,
            )


def facets(person_id: uuid.UUID, *, now: datetime) -> tuple[Facet, ...]:
    """Return what a request to leave would come to, table by table: what waits comes first."""
    held = blockers(person_id, now=now)
    names = {each.name for each in held}
    going = {model for model, _ in ended(held)}
    others = []
    for model, declared in personal_models(Subject.PATRON):
        rows = rows_of(model, declared.subject, person_id).count()
        if rows and model._meta.label not in names:
            now_or_later = Outcome.NOW if not held or model in going else Outcome.WAITS
            others.append(Facet(model._meta.label, rows, now_or_later))
    return (*held, *others)


def goes_now(person_id: uuid.UUID, *, now: datetime) -> tuple[Facet, ...]:
    """Return what a request would remove at once, even while the rest waits."""
    held = blockers(person_id, now=now)
    counts = (
        (model, rows_of(model, declared.subject, person_id).count())
        for model, declared in ended(held)
    )
    return tuple(Facet(model._meta.label, rows, Outcome.NOW) for model, rows in counts if rows)


def ended(held: tuple[Facet, ...]) -> Iterator[tuple[type[Model], PersonalData]]:
    """Yield the tables whose rows go with the request itself.

    Who is only a child's guardian any more keeps what the child needs them for (conflict case 5),
    and whose rows are only held by law keep no more than who they are beside these; who is still
    to be given what is kept keeps all of it until then (conflict case 57).
    """
    if any(each.name == ASKED_FOR for each in held):
        return
    by_law = {each.name for each in held if each.outcome is Outcome.UNTIL}
    others = {each.name for each in held if each.outcome is Outcome.WAITS}
    only_known = bool(held) and others <= {GUARDS}
    for model, declared in personal_models(Subject.PATRON):
        if model._meta.label in by_law:
            continue
        if declared.purpose in ENDED_BY_REQUEST or (only_known and _is_borrowers(declared)):
            yield model, declared


def held_through(person_id: uuid.UUID) -> set[uuid.UUID]:
    """Return the others whom rows about someone keep here: a child's guardians."""
    found = set()
    for relation in protecting(person_model()):
        declared = declaration_of(relation.related_model)
        if isinstance(declared, PersonalData) and declared.subject != relation.field.name:
            rows = rows_of(relation.related_model, declared.subject, person_id)
            found |= set(rows.values_list(relation.field.attname, flat=True))
    return found


def rows_of(model: type[Model], path: str, person_id: uuid.UUID) -> Any:
    """Return a table's rows about someone."""
    return model._default_manager.filter(**{lookup(path): person_id})


def _is_borrowers(declared: PersonalData) -> bool:
    """Say whether a table holds nothing that a guardian is needed for."""
    needed = OF_A_GUARDIAN | {Kind.MEMBERSHIP, Kind.READ_LOG}
    return not needed & set(declared.columns.values())
