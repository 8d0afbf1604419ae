"""What a role may be shown of somebody, table by table: masked by the matrix, not by each page."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.apps import apps
from django.db import transaction

from hylla.privacy.access import record
from hylla.privacy.declarations import PersonalData
from hylla.privacy.extract.sections import Row, Section, Unseal, sections
from hylla.privacy.matrix import Field, Right, When, field_of, shown
from hylla.privacy.policy import Policy
from hylla.privacy.registry import declaration_of
from hylla.privacy.vocabulary import Kind, Role

HIDDEN = "•"
YEAR = 4
LAST = 4


def _last(text: str) -> str:
    return HIDDEN * max(len(text) - LAST, 0) + text[-LAST:]


MASKS: Mapping[Field, Callable[[str], str]] = {
    Field.NAME: lambda text: f"{text[:1]}{HIDDEN}",
    Field.BIRTH_DATE: lambda text: text[:YEAR],
    Field.NATIONAL_ID: _last,
    Field.CARD: _last,
}
"""How much of a value tells somebody from others; of any other class only that there is one."""


@dataclass(frozen=True, kw_only=True)
class Looking:
    """Who looks, in which role, where, for what task, and what is the case."""

    role: Role
    staff_id: int | None
    unit: str
    task: str
    when: frozenset[When] = frozenset()


def masked(text: str, field: Field, right: Right | None) -> str:
    """Return as much of a value as a right gives."""
    if not text or right is None:
        return ""
    if right is Right.READ:
        return text
    return MASKS[field](text) if right is Right.MASKED and field in MASKS else HIDDEN


def look_into(
    person_id: uuid.UUID,
    *,
    looking: Looking,
    policy: Policy,
    now: datetime,
    sealed: Mapping[str, Unseal] | None = None,
) -> tuple[Section, ...]:
    """Return what somebody is shown of a person, and write that they were; no row, no sight.

    Tables of which a role sees nothing are left out, and so are its columns.

    :raises Restricted: nothing may be shown to this role now.
    """
    with transaction.atomic():
        seen = tuple(
            visible
            for each in sections(person_id, policy=policy, sealed=sealed)
            if (visible := _visible(each, looking)) is not None
        )
        record(
            person_id,
            at=now,
            role=looking.role,
            unit=looking.unit,
            task=looking.task,
            kinds=_kinds(seen),
            staff_id=looking.staff_id,
        )
        return seen


def _visible(section: Section, looking: Looking) -> Section | None:
    declared = declaration_of(apps.get_model(section.name))
    if not isinstance(declared, PersonalData) or looking.role not in declared.seen_by:
        return None
    rights = {
        name: (field, right)
        for name, kind in declared.columns.items()
        if (field := field_of(kind, declared)) is not None
        if (right := shown(looking.role, field, *looking.when)) is not None
    }
    rows = tuple(
        Row({name: masked(row.values[name], *rights[name]) for name in rights}, row.goes)
        for row in section.rows
    )
    return replace(section, rows=rows) if rights else None


def _kinds(seen: tuple[Section, ...]) -> set[Kind]:
    """Return the kinds of the columns in which something stands."""
    kinds = set()
    for section in seen:
        declared = declaration_of(apps.get_model(section.name))
        assert isinstance(declared, PersonalData), "only such are seen"  # noqa: S101 - for mypy
        filled = {name for row in section.rows for name, text in row.values.items() if text}
        kinds |= {declared.columns[name] for name in filled}
    return kinds
