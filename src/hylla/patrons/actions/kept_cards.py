"""A patron's phone keeps their card, is asked to go on keeping it, or forgets it."""

import secrets
import uuid
from datetime import datetime

from django.db import transaction

from hylla.library.queries import policy_in_force
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.use import remember_use
from hylla.patrons.models import Card, KeptCard
from hylla.patrons.models.cards import CardStatus
from hylla.patrons.queries.kept_cards import hash_of
from hylla.patrons.rules import Code
from hylla.privacy.clocks import today

TOKEN_BYTES = 32


@transaction.atomic
def keep_card(person_id: uuid.UUID, *, now: datetime) -> str:
    """Let one more phone keep someone's card; return the token by which it asks later.

    :raises Refused: there is no card in use.
    """
    if not Card.objects.filter(person_id=person_id, status=CardStatus.ACTIVE).exists():
        raise Refused(Reason(Code.NO_ACTIVE_CARD))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    KeptCard.objects.create(
        person_id=person_id, token_hash=hash_of(token), since_at=now, seen_at=now
    )
    return token


@transaction.atomic
def fetch_again(token: str, *, person_id: uuid.UUID, now: datetime) -> bool:
    """Note that a phone fetches its own patron's card anew; False where it may keep it no more.

    It counts as use (R12).
    """
    mine = KeptCard.objects.filter(token_hash=hash_of(token), person_id=person_id)
    if not mine.update(seen_at=now):
        return False
    remember_use(person_id, on=today(policy_in_force(), now))
    return True


@transaction.atomic
def forget_kept_card(handle: str) -> None:
    """End one phone's keeping; the handle is `hash_of` its token."""
    KeptCard.objects.filter(token_hash=handle).delete()


@transaction.atomic
def forget_kept_cards(person_id: uuid.UUID) -> int:
    """End every phone's keeping of someone's card; each erases it when it next asks."""
    gone, _ = KeptCard.objects.filter(person_id=person_id).delete()
    return gone
