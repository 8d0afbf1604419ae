"""Who stands at the desk, at a glance: what each scan shows of them, and no more is read."""

import uuid
from dataclasses import dataclass, field
from datetime import date

from hylla.patrons.models import Card, Guardianship, Person
from hylla.patrons.models.cards import CardStatus
from hylla.patrons.queries.cards import PersonCard, card_facts
from hylla.patrons.queries.family import Relative
from hylla.patrons.queries.people import BlockFacts, blocks_of


@dataclass(frozen=True)
class Glance:
    """One person without what is asked for seldom: how they are reached, their numbers."""

    person_id: uuid.UUID
    name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    category_name: str
    home_branch: str
    protected: bool
    card: PersonCard | None = field(repr=False)
    blocks: tuple[BlockFacts, ...]
    guardians: tuple[Relative, ...] = field(repr=False)


NAMES = (
    "identity__given_name",
    "identity__family_name",
    "identity__birth_date",
    "category__name",
    "home_branch__name",
    "identity__address_protected",
)
RELATIVE = (
    "id",
    "guardian_id",
    "guardian__identity__given_name",
    "guardian__identity__family_name",
    "since_on",
    "ends_on",
)


def glance_at(person_id: uuid.UUID, *, on: date) -> Glance:
    """Return one person as they are on that day: four statements.

    :raises Person.DoesNotExist: nobody has that id.
    """
    given, family, born, category, branch, protected = Person.objects.values_list(*NAMES).get(
        pk=person_id
    )
    return Glance(
        person_id=person_id,
        name=f"{given} {family}".strip(),
        birth_date=born,
        category_name=category,
        home_branch=branch,
        protected=protected,
        card=active_card_of(person_id),
        blocks=blocks_of(person_id, on=on),
        guardians=_guardians_of(person_id, on=on),
    )


def active_card_of(person_id: uuid.UUID) -> PersonCard | None:
    """Return someone's card that was neither lost, replaced nor ended, or None."""
    cards = Card.objects.filter(person=person_id, status=CardStatus.ACTIVE)
    card = cards.order_by("-id").first()
    return card_facts(card) if card else None


def _guardians_of(person_id: uuid.UUID, *, on: date) -> tuple[Relative, ...]:
    rows = Guardianship.objects.filter(child=person_id, since_on__lte=on, ends_on__gt=on)
    found = rows.order_by("since_on", "id").values_list(*RELATIVE)
    return tuple(
        Relative(pk, guardian, f"{given} {family}".strip(), since_on, ends_on)
        for pk, guardian, given, family, since_on, ends_on in found
    )
