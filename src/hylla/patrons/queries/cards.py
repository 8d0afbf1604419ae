"""Whose card a number is."""

import uuid
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from hylla.library.queries.prepared import Prepared, Row
from hylla.patrons.models import Card, Identity
from hylla.patrons.models.cards import CardStatus
from hylla.patrons.rules import CardKind
from hylla.patrons.rules.card_numbers import tidied
from hylla.privacy.vocabulary import Language


@dataclass(frozen=True)
class PersonCard:
    """A card and the person it belongs to."""

    person_id: uuid.UUID
    number: str = field(repr=False)
    kind: CardKind
    status: CardStatus
    issued_on: date
    expires_on: date | None

    @property
    def is_active(self) -> bool:
        """Whether the card was neither lost, replaced nor ended."""
        return self.status is CardStatus.ACTIVE


CARD_COLUMNS = ("person_id", "number", "kind", "status", "issued_on", "expires_on")


def _by_number(*, number: str) -> QuerySet[Card, Row]:
    return Card.objects.filter(number=number).order_by("id").values_list(*CARD_COLUMNS)[:1]


BY_NUMBER = Prepared(_by_number)


def person_with_card(number: str) -> PersonCard | None:
    """Return the card of that number, whatever its status, or None; spaces do not matter."""
    found = BY_NUMBER.first(number=tidied(number))
    return card_in(found) if found else None


def language_with_card(number: str) -> Language | None:
    """Return the language that the person with a card reads, or None for an unknown card."""
    rows = Identity.objects.filter(person__cards__number=tidied(number))
    told = rows.values_list("language", flat=True).first()
    return Language(told) if told else None


def card_in(row: Row) -> PersonCard:
    """Return a card as a value, from its columns."""
    person_id, number, kind, status, issued_on, expires_on = row
    return PersonCard(person_id, number, CardKind(kind), CardStatus(status), issued_on, expires_on)


def card_facts(card: Card) -> PersonCard:
    """Return a card as a value."""
    return PersonCard(
        person_id=card.person_id,
        number=card.number,
        kind=CardKind(card.kind),
        status=CardStatus(card.status),
        issued_on=card.issued_on,
        expires_on=card.expires_on,
    )
