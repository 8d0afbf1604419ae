"""PINs: setting one, and logging in with card or user name, and PIN or password."""

import uuid
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from hylla.library.actions.attempts import (
    claim_attempt,
    claim_stranger,
    forget_attempts,
    is_secret,
)
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.use import remember_use
from hylla.patrons.models import Credential, Identity
from hylla.patrons.models.cards import CardStatus
from hylla.patrons.queries import person_with_card
from hylla.patrons.queries.entry import person_with_user_name
from hylla.patrons.rules import Code, pin_faults
from hylla.patrons.rules.card_numbers import tidied
from hylla.patrons.rules.user_names import folded
from hylla.privacy.clocks import today


def set_pin(person_id: uuid.UUID, pin: str) -> None:
    """Give someone a PIN and unlock their card; who they are was made sure of before.

    :raises Refused: the PIN is too short, too long or too easy to guess.
    """
    born = Identity.objects.values_list("birth_date", flat=True).get(person_id=person_id)
    faults = pin_faults(pin, birth_date=born)
    if faults:
        raise Refused(*(Reason(fault) for fault in faults))
    # Hashed before the transaction: it takes long on purpose, and others wait to write.
    values = {"pin_hash": make_password(pin), "failures": 0, "locked_until": None}
    with transaction.atomic():
        Credential.objects.update_or_create(person_id=person_id, defaults=values)


def change_pin(person_id: uuid.UUID, *, old: str, new: str, now: datetime) -> None:
    """Let someone who knows their PIN choose another."""
    verify_pin(person_id, old, now=now)
    set_pin(person_id, new)


def verify_pin(person_id: uuid.UUID | None, pin: str, *, now: datetime) -> None:
    """Make sure that the PIN is this person's; without a person, take as long and refuse.

    Not to be called inside a transaction: a wrong attempt must stay counted.

    :raises Refused: wrong, or locked for a quarter of an hour after five wrong ones.
    """
    row = Credential.objects.filter(person_id=person_id) if person_id else Credential.objects.none()
    credential = row.first()
    if credential and not claim_attempt(row, now=now):
        is_secret(pin, hashed=None)
        raise Refused(Reason(Code.PIN_LOCKED))
    if not is_secret(pin, hashed=credential.pin_hash or None if credential else None):
        raise Refused(Reason(Code.SIGN_IN_WRONG))
    forget_attempts(row)


def verify_secret(person_id: uuid.UUID | None, secret: str, *, typed: str, now: datetime) -> None:
    """Make sure that this is what someone logs in with: their password, or else their PIN.

    `typed` is how they said who they are; where nobody has it, it locks all the same. Not to be
    called inside a transaction: a wrong attempt must stay counted.

    :raises Refused: wrong, or locked for a quarter of an hour after five wrong ones.
    """
    row = Credential.objects.filter(person_id=person_id) if person_id else Credential.objects.none()
    known = row.first()
    if not (claim_attempt(row, now=now) if known else claim_stranger(typed, now=now)):
        is_secret(secret, hashed=None)
        raise Refused(Reason(Code.PIN_LOCKED))
    hashed = (known.password_hash or known.pin_hash or None) if known else None
    if not is_secret(secret, hashed=hashed):
        raise Refused(Reason(Code.SIGN_IN_WRONG))
    forget_attempts(row)


def sign_in(name: str, secret: str, *, now: datetime) -> uuid.UUID:
    """Return who logs in with this card or user name, and PIN or password; it counts as use (R12).

    An unknown name sounds and lasts like a wrong secret, and locks like it. A lost card lets nobody
    in; an expired card or a block stops borrowing only, since everyone may see what is kept about
    them. Not to be called inside a transaction: a wrong attempt must stay counted.

    :raises Refused: wrong, locked, or the card was lost, replaced or ended.
    """
    card, named = person_with_card(name), person_with_user_name(name)
    person_id = card.person_id if card else named
    typed = f"{tidied(name)} {folded(name)}"
    verify_secret(person_id, secret, typed=typed, now=now)
    if person_id is None:
        raise Refused(Reason(Code.SIGN_IN_WRONG))
    if card is not None and card.status is not CardStatus.ACTIVE:
        raise Refused(Reason(Code(f"card_{card.status.value}")))
    remember_use(person_id, on=today(policy_in_force(), now))
    return person_id
