"""A shared desk: taken over by card and PIN, and unlocked by whoever locked it."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from hylla.library.actions.attempts import (
    claim_attempt,
    claim_stranger,
    forget_attempts,
    is_secret,
)
from hylla.library.actions.staff import refuse_unsigned, staff_signed_in
from hylla.library.models import Staff, StaffCard
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import Code, is_weak_pin


def set_staff_card(staff_id: int, *, number: str, pin: str) -> None:
    """Let someone take over a shared desk with a card of theirs and a PIN.

    :raises Refused: the card is another's, or has a number that is too short; the PIN is weak.
    """
    faults = [Code.STAFF_PIN_WEAK] if is_weak_pin(pin) else []
    if not 4 <= len(_tidied(number)) <= 30:
        faults.append(Code.STAFF_CARD_UNFIT)
    if faults:
        raise Refused(*(Reason(fault) for fault in faults))
    values = {
        "number": _tidied(number),
        "pin_hash": make_password(pin),
        "failures": 0,
        "locked_until": None,
    }
    try:
        with transaction.atomic():
            StaffCard.objects.update_or_create(staff_id=staff_id, defaults=values)
    except IntegrityError:
        raise Refused(Reason(Code.STAFF_CARD_UNFIT)) from None


@transaction.atomic
def remove_staff_card(staff_id: int) -> None:
    """Take the card away: only a full log-in lets its owner in."""
    StaffCard.objects.filter(staff_id=staff_id).delete()


def staff_with_card(number: str, pin: str, *, now: datetime) -> Staff:
    """Return who takes over a shared desk with this card and PIN.

    An unknown card takes as long as a wrong PIN, and locks like a known one. Not to be called
    inside a transaction: a wrong attempt must stay counted.

    :raises Refused: wrong, locked, or no undertaking of secrecy signed.
    """
    card = StaffCard.objects.filter(number=_tidied(number), staff__left_on=None).first()
    row = StaffCard.objects.filter(pk=card.pk) if card else StaffCard.objects.none()
    known = f"card {_tidied(number)}"
    if not (claim_attempt(row, now=now) if card else claim_stranger(known, now=now)):
        is_secret(pin, hashed=None)
        raise Refused(Reason(Code.STAFF_CARD_LOCKED))
    if not is_secret(pin, hashed=card.pin_hash if card else None) or card is None:
        raise Refused(Reason(Code.STAFF_CARD_WRONG))
    forget_attempts(row)
    refuse_unsigned(card.staff, now=now)
    return card.staff


def staff_back(staff_id: int, secret: str, *, now: datetime) -> Staff:
    """Return whoever locked a desk, who shows their PIN or their password.

    :raises Refused: wrong, or locked after five wrong ones.
    """
    staff = Staff.objects.get(pk=staff_id)
    card = StaffCard.objects.filter(staff_id=staff_id).first()
    try:
        if card is not None and secret.isdigit():
            return staff_with_card(card.number, secret, now=now)
        return staff_signed_in(staff.username, secret, now=now)
    except Refused as refused:
        raise Refused(*(_as_back(reason) for reason in refused.reasons)) from None


def _as_back(reason: Reason) -> Reason:
    """Speak of what was asked for at a locked desk: no name, no card."""
    wrong = {Code.STAFF_WRONG, Code.STAFF_CARD_WRONG}
    return Reason(Code.STAFF_BACK_WRONG) if reason.code in wrong else reason


def _tidied(number: str) -> str:
    return "".join(number.split()).upper()
