"""Who is whose guardian."""

import uuid
from dataclasses import dataclass, field
from datetime import date

from hylla.patrons.models import Guardianship, Person


@dataclass(frozen=True)
class Relative:
    """The other person of a guardianship (`id`), which ends before `ends_on`."""

    id: int
    person_id: uuid.UUID
    name: str = field(repr=False)
    since_on: date
    ends_on: date


@dataclass(frozen=True)
class Family:
    """A person's guardians, and the children whose guardian they are."""

    guardians: tuple[Relative, ...]
    wards: tuple[Relative, ...]


def family_of(person_id: uuid.UUID, *, on: date | None = None) -> Family:
    """Return the guardianships of someone that are in force on a day; without one, all on file.

    For the desk and for the person. A child's guardians are not shown to one another: one of them
    may be hiding from the other (conflict case 9).
    """
    rows = Guardianship.objects.order_by("since_on", "id")
    if on is not None:
        rows = rows.filter(since_on__lte=on, ends_on__gt=on)
    guardians = rows.filter(child_id=person_id).select_related("guardian__identity")
    wards = rows.filter(guardian_id=person_id).select_related("child__identity")
    return Family(
        tuple(_relative(row, row.guardian) for row in guardians),
        tuple(_relative(row, row.child) for row in wards),
    )


def _relative(row: Guardianship, person: Person) -> Relative:
    name = f"{person.identity.given_name} {person.identity.family_name}".strip()
    return Relative(row.pk, person.pk, name, row.since_on, row.ends_on)
