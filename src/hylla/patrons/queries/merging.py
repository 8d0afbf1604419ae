"""Two entries that may be one person: what they are compared by, and where they are found."""

import uuid
from datetime import date, datetime

from django.db.models import Q

from hylla.patrons.models import Card, Guardianship, Identity, NationalId, OwnRecord
from hylla.patrons.models.cards import CardStatus
from hylla.patrons.rules.merging import Entry
from hylla.privacy.models import LegalHold
from hylla.privacy.rights.inbox import wants_to_leave

MOST = 10


def entry_of(person_id: uuid.UUID, *, now: datetime) -> Entry:
    """Return what decides whether somebody can be the same as another.

    :raises Identity.DoesNotExist: nobody has that id.
    """
    identity = Identity.objects.get(pk=person_id)
    number = NationalId.objects.filter(person=person_id).values_list("fingerprint", flat=True)
    guards = Guardianship.objects.filter(guardian=person_id).values_list("child_id", flat=True)
    works = OwnRecord.objects.filter(person=person_id).values_list("staff_id", flat=True)
    held = Q(until_at__gt=now) | Q(proposed_at__isnull=False)
    return Entry(
        person_id=person_id,
        born=identity.birth_date,
        national_id=number.first() or "",
        guards=frozenset(guards),
        works_here=works.first(),
        is_held_by_law=LegalHold.objects.filter(held, person=person_id).exists(),
        wants_to_leave=wants_to_leave(person_id),
    )


def alike(person_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """Return who has the same name and birth date: perhaps the same person, entered twice.

    Who has a protected address is never listed, as in a search.
    """
    me = Identity.objects.get(pk=person_id)
    if me.birth_date is None or me.address_protected:
        return ()
    rows = Identity.objects.filter(
        family_name__iexact=me.family_name,
        given_name__iexact=me.given_name,
        birth_date=me.birth_date,
        address_protected=False,
    )
    others = rows.exclude(pk=person_id).order_by("pk").values_list("pk", flat=True)
    return tuple(others[:MOST])


def cards_of(people: tuple[uuid.UUID, ...]) -> dict[uuid.UUID, str]:
    """Return the number of each one's card that works, where there is one."""
    rows = Card.objects.filter(person__in=people, status=CardStatus.ACTIVE)
    return dict(rows.values_list("person_id", "number"))


def born_and_named(person_id: uuid.UUID) -> tuple[str, date | None]:
    """Return a name and a birth date, to be compared."""
    identity = Identity.objects.get(pk=person_id)
    return f"{identity.given_name} {identity.family_name}".strip(), identity.birth_date
