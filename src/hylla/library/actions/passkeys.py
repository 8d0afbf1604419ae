"""Passkeys: made, removed and answered with; the same for patrons and for staff.

Every question is kept here, for one use and some minutes; the answer brings it back. So nothing
needs to be remembered in the browser of someone who is not logged in.
"""

import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from hylla.formats.passkeys import (
    BadPasskey,
    NewKey,
    Owner,
    RelyingParty,
    asking_options,
    challenge_of,
    made_key,
    making_options,
    read_answer,
    verified_count,
)
from hylla.library.actions.attempts import forget_strangers
from hylla.library.actions.pace import forget_full_buckets
from hylla.library.actions.staff import refuse_unsigned
from hylla.library.models import Challenge, Passkey, Staff, StaffPasskey
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import Code
from hylla.privacy.clocks import today
from hylla.privacy.sealing import key_named

ANSWER_WITHIN = timedelta(minutes=5)
MOST_PASSKEYS = 10
HANDLES = "passkeys"
"""The name of the key file under which owners are told to browsers."""


@dataclass(frozen=True)
class Keyring:
    """A kind of passkeys: their table, and the column that leads to the owner."""

    table: type[Passkey]
    column: str

    def of(self, owner: uuid.UUID | int) -> "Holder":
        """Return whose passkeys are meant."""
        return Holder(self, owner)


@dataclass(frozen=True)
class Holder:
    """Someone who has passkeys, or is to have one."""

    keyring: Keyring
    id: uuid.UUID | int

    @property
    def handle(self) -> bytes:
        """What browsers are told instead of who it is: the same each time, and nothing besides."""
        text = f"{self.keyring.column}:{self.id}".encode()
        return hmac.new(key_named(HANDLES), text, sha256).digest()

    def rows(self) -> Any:
        """Return their passkeys."""
        return self.keyring.table._default_manager.filter(**{self.keyring.column: self.id})


STAFF_KEYS = Keyring(StaffPasskey, "staff")


def ask_for_new_passkey(holder: Holder, *, label: str, party: RelyingParty, now: datetime) -> str:
    """Return what a browser needs to make a passkey for someone, as JSON."""
    known = [bytes(each) for each in holder.rows().values_list("credential_id", flat=True)]
    owner = Owner(holder.handle, label)
    return making_options(party, owner, challenge=_asked(holder.handle, now), known=known)


def add_passkey(
    holder: Holder, answer: str, *, name: str, party: RelyingParty, now: datetime
) -> None:
    """Keep the passkey that a browser made.

    :raises Refused: it is no answer to what this owner was asked, or there are ten already.
    """
    try:
        challenge = challenge_of(answer)
        _answered(challenge, holder.handle, now)
        key = made_key(answer, party=party, challenge=challenge)
    except BadPasskey:
        raise Refused(Reason(Code.PASSKEY_WRONG)) from None
    if holder.rows().count() >= MOST_PASSKEYS:
        raise Refused(Reason(Code.PASSKEY_TOO_MANY))
    try:
        with transaction.atomic():
            holder.keyring.table._default_manager.create(
                **{f"{holder.keyring.column}_id": holder.id},
                credential_id=key.credential_id,
                public_key=key.public_key,
                sign_count=key.sign_count,
                name=name[:50],
                added_on=today(policy_in_force(), now),
            )
    except IntegrityError:
        raise Refused(Reason(Code.PASSKEY_WRONG)) from None


@transaction.atomic
def remove_passkey(holder: Holder, passkey_id: int) -> None:
    """Forget one of someone's passkeys; another's stays."""
    holder.rows().filter(pk=passkey_id).delete()


def ask_for_passkey(keyring: Keyring, *, party: RelyingParty, now: datetime) -> str:
    """Return what a browser needs to log someone in with any passkey it has, as JSON."""
    return asking_options(party, challenge=_asked(keyring.column.encode(), now))


def owner_of_answer(
    keyring: Keyring, answer: str, *, party: RelyingParty, now: datetime
) -> uuid.UUID | int:
    """Return whose passkey has answered.

    :raises Refused: nobody's, another site's, or to a question that was answered or is too old.
    """
    try:
        told = read_answer(answer)
        _answered(told.challenge, keyring.column.encode(), now)
        rows = keyring.table._default_manager.filter(credential_id=told.credential_id)
        row: Any = rows.first()
        if row is None:
            raise BadPasskey
        owner: uuid.UUID | int = getattr(row, f"{keyring.column}_id")
        if not hmac.compare_digest(keyring.of(owner).handle, told.handle):
            raise BadPasskey
        key = NewKey(told.credential_id, bytes(row.public_key), row.sign_count)
        count = verified_count(answer, party=party, challenge=told.challenge, key=key)
    except BadPasskey:
        raise Refused(Reason(Code.PASSKEY_WRONG)) from None
    if count != row.sign_count:
        rows.update(sign_count=count)
    return owner


def staff_with_passkey(answer: str, *, party: RelyingParty, now: datetime) -> Staff:
    """Return who of the staff logs in with this passkey."""
    owner = owner_of_answer(STAFF_KEYS, answer, party=party, now=now)
    staff = Staff.objects.filter(pk=str(owner), left_on=None).first()
    if staff is None:
        raise Refused(Reason(Code.PASSKEY_WRONG))
    refuse_unsigned(staff, now=now)
    return staff


def forget_attempts_over(*, now: datetime) -> int:
    """Forget questions nobody answered in time, names nobody has, and places; return how many."""
    unanswered = Challenge.objects.filter(expires_at__lte=now).delete()[0]
    return unanswered + forget_strangers(now=now) + forget_full_buckets(now=now)


def _asked(about: bytes, now: datetime) -> bytes:
    """Remember a new question, of which only its digest is kept."""
    challenge = secrets.token_bytes(32)
    with transaction.atomic():
        Challenge.objects.create(digest=_digest(challenge, about), expires_at=now + ANSWER_WITHIN)
    return challenge


def _answered(challenge: bytes, about: bytes, now: datetime) -> None:
    """Use a question up, whatever becomes of the answer."""
    with transaction.atomic():
        rows = Challenge.objects.filter(digest=_digest(challenge, about), expires_at__gt=now)
        if not rows.delete()[0]:
            raise BadPasskey


def _digest(challenge: bytes, about: bytes) -> str:
    return sha256(challenge + about).hexdigest()
