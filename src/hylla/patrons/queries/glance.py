"""Who stands at the desk, at a glance: what each scan shows of them, and no more is read."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from hylla.library.queries.prepared import Prepared, Row
from hylla.patrons.models import Block, Card, Email, Guardianship, Person, Phone
from hylla.patrons.models.cards import BlockReason, CardStatus
from hylla.patrons.queries.cards import CARD_COLUMNS, PersonCard, card_in
from hylla.patrons.queries.family import Relative
from hylla.patrons.queries.people import BlockFacts


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
    failed_at: datetime | None = None
    """When an address or a number of theirs turned out not to work; its period may be over."""


def _person(*, person_id: uuid.UUID) -> QuerySet[Person, Row]:
    people = Person.objects.filter(pk=person_id)
    people = people.annotate(email_failed=_last(Email), phone_failed=_last(Phone))
    return people.values_list(
        "identity__given_name",
        "identity__family_name",
        "identity__birth_date",
        "category__name",
        "home_branch__name",
        "identity__address_protected",
        "email_failed",
        "phone_failed",
    )


def _last(model: type[Email | Phone]) -> Subquery:
    failed = model._default_manager.filter(person=OuterRef("pk"), failed_at__isnull=False)
    return Subquery(failed.order_by("-failed_at").values("failed_at")[:1])


def _card(*, person_id: uuid.UUID) -> QuerySet[Card, Row]:
    cards = Card.objects.filter(person=person_id, status=CardStatus.ACTIVE)
    return cards.order_by("-id").values_list(*CARD_COLUMNS)[:1]


def _blocks(*, person_id: uuid.UUID, on: date) -> QuerySet[Block, Row]:
    rows = Block.objects.filter(person=person_id).order_by("since_on", "id")
    in_force = rows.filter(Q(until_on=None) | Q(until_on__gte=on))
    return in_force.values_list("reason", "since_on", "until_on")


def _guardians(*, person_id: uuid.UUID, on: date) -> QuerySet[Guardianship, Row]:
    rows = Guardianship.objects.filter(child=person_id, since_on__lte=on, ends_on__gt=on)
    return rows.order_by("since_on", "id").values_list(
        "id",
        "guardian_id",
        "guardian__identity__given_name",
        "guardian__identity__family_name",
        "since_on",
        "ends_on",
    )


PERSON, CARD = Prepared(_person), Prepared(_card)
BLOCKS, GUARDIANS = Prepared(_blocks), Prepared(_guardians)


def glance_at(person_id: uuid.UUID, *, on: date) -> Glance:
    """Return one person as they are on that day: four statements.

    :raises Person.DoesNotExist: nobody has that id.
    """
    found = PERSON.first(person_id=person_id)
    if found is None:
        raise Person.DoesNotExist
    given, family, born, category, branch, protected, *failed = found
    return Glance(
        person_id=person_id,
        name=f"{given} {family}".strip(),
        birth_date=born,
        category_name=category,
        home_branch=branch,
        protected=protected,
        card=active_card_of(person_id),
        blocks=tuple(
            BlockFacts(BlockReason(reason), since, until)
            for reason, since, until in BLOCKS(person_id=person_id, on=on)
        ),
        guardians=tuple(
            Relative(pk, guardian, f"{first} {last}".strip(), since, until)
            for pk, guardian, first, last, since, until in GUARDIANS(person_id=person_id, on=on)
        ),
        failed_at=max(filter(None, failed), default=None),
    )


def active_card_of(person_id: uuid.UUID) -> PersonCard | None:
    """Return someone's card that was neither lost, replaced nor ended, or None."""
    found = CARD.first(person_id=person_id)
    return card_in(found) if found else None
