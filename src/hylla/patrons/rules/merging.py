"""Whether two entries can be one person, and what the librarian may choose."""

import uuid
from dataclasses import dataclass
from datetime import date

from hylla.patrons.rules.codes import Code


@dataclass(frozen=True)
class Pair:
    """Two entries of one person: the one that stays and the one that goes."""

    stays: uuid.UUID
    goes: uuid.UUID


@dataclass(frozen=True)
class Choices:
    """What the one who stays takes from the one who goes, instead of keeping their own."""

    addresses: bool = False
    phones: bool = False
    emails: bool = False
    card: bool = False
    """The card of the one who goes works from now on, and the other ends."""


@dataclass(frozen=True, repr=False)
class Entry:
    """One of the two, as far as it matters for whether they can be one.

    `national_id` is a fingerprint. `works_here` is whose account of staff it is linked to.
    """

    person_id: uuid.UUID
    born: date | None
    national_id: str
    guards: frozenset[uuid.UUID]
    works_here: int | None
    is_held_by_law: bool
    wants_to_leave: bool


def against_merging(stays: Entry, goes: Entry) -> tuple[Code, ...]:
    """Return every reason why two entries cannot become one."""
    if stays.person_id == goes.person_id:
        return (Code.MERGE_SAME,)
    found = {
        Code.MERGE_FAMILY: stays.person_id in goes.guards or goes.person_id in stays.guards,
        Code.MERGE_BIRTH_DATES: _differ(stays.born, goes.born),
        Code.MERGE_NATIONAL_IDS: _differ(stays.national_id, goes.national_id),
        Code.MERGE_STAFF: _differ(stays.works_here, goes.works_here),
        # What is held may not be moved, and that something is held is not the desk's to know.
        Code.MERGE_OFFICER: stays.is_held_by_law or goes.is_held_by_law,
        Code.MERGE_BOTH_LEAVE: stays.wants_to_leave and goes.wants_to_leave,
    }
    return tuple(code for code, is_so in found.items() if is_so)


def _differ(one: object, other: object) -> bool:
    """Say whether two things are known and not the same."""
    return bool(one) and bool(other) and one != other
