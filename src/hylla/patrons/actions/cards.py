"""Cards: issued, lost and replaced (R37)."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from hylla.library.refusals import Reason, Refused
from hylla.patrons.models import Card, KeptCard, NationalId, Person
from hylla.patrons.models.cards import CardStatus
from hylla.patrons.rules import CardKind, Code
from hylla.patrons.rules.card_numbers import new_number
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy


@dataclass(frozen=True)
class Replaced:
    """The new card, and what the caller is to charge for it."""

    card_number: str = field(repr=False)
    charge_ore: int


def free_number(kind: CardKind) -> str:
    """Draw card numbers until one is free."""
    while Card.objects.filter(number=(number := new_number(kind))).exists():
        continue
    return number


@transaction.atomic
def report_card_lost(person_id: uuid.UUID, *, on: date) -> None:
    """Stop someone's card at once, so that whoever finds it borrows nothing."""
    if not _end(person_id, status=CardStatus.LOST, on=on):
        raise Refused(Reason(Code.NO_ACTIVE_CARD))


@transaction.atomic
def end_card(person_id: uuid.UUID, *, on: date) -> bool:
    """End someone's card for good, with the membership; return whether there was one."""
    return _end(person_id, status=CardStatus.ENDED, on=on) > 0


@transaction.atomic
def replace_card(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> Replaced:
    """Give someone a new number; the old card no longer works.

    The first card someone ever had was free where the policy says so; this is never the first,
    unless they had none.
    """
    Person.objects.select_for_update().get(pk=person_id)
    on = today(policy, now)
    had_one = Card.objects.filter(person_id=person_id).exists()
    _end(person_id, status=CardStatus.REPLACED, on=on)
    has_national_id = NationalId.objects.filter(person_id=person_id).exists()
    is_national = has_national_id and policy.cards.national
    kind = CardKind.NATIONAL if is_national else CardKind.LOCAL
    card = issue(person_id, kind=kind, number=free_number(kind), on=on)
    is_free = not had_one and policy.cards.first_card_free
    return Replaced(card.number, 0 if is_free else policy.cards.replacement_ore)


def issue(person_id: uuid.UUID, *, kind: CardKind, number: str, on: date) -> Card:
    """Store a card that works from now on; the caller holds the transaction."""
    return Card.objects.create(
        person_id=person_id, number=number, kind=kind, status=CardStatus.ACTIVE, issued_on=on
    )


def _end(person_id: uuid.UUID, *, status: CardStatus, on: date) -> int:
    # Phones that keep it are told so when they next ask, and erase it.
    KeptCard.objects.filter(person_id=person_id).delete()
    active = Card.objects.filter(person_id=person_id, status=CardStatus.ACTIVE)
    return active.update(status=status, ended_on=on)
