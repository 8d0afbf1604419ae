"""How someone gets in, and where they are logged in."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from hylla.library.queries import PasskeyFacts, passkeys_in
from hylla.patrons.models import Credential, Passkey, Session, UserName
from hylla.patrons.rules.user_names import folded


@dataclass(frozen=True)
class WaysIn:
    """What someone may log in with, beside their card."""

    user_name: str
    has_pin: bool
    has_password: bool
    passkeys: tuple[PasskeyFacts, ...]


@dataclass(frozen=True)
class LogIn:
    """One browser in which someone is logged in; which it is, nobody knows but they.

    `token` names it on a page. `ends_at` is when it ends unless it is used.
    """

    token: str
    begun_at: datetime | None
    stays: bool
    ends_at: datetime
    is_here: bool


def ways_in(person_id: uuid.UUID) -> WaysIn:
    """Return what someone may log in with."""
    name = UserName.objects.filter(person_id=person_id).values_list("name", flat=True).first()
    known = Credential.objects.filter(person_id=person_id).first()
    return WaysIn(
        user_name=name or "",
        has_pin=bool(known and known.pin_hash),
        has_password=bool(known and known.password_hash),
        passkeys=passkeys_in(Passkey.objects.filter(person_id=person_id)),
    )


def person_with_user_name(name: str) -> uuid.UUID | None:
    """Return who chose this user name, or None; small and capital letters are the same."""
    rows = UserName.objects.filter(name=folded(name))
    return rows.values_list("person_id", flat=True).first()


def log_ins_of(person_id: uuid.UUID, *, here: str, now: datetime) -> tuple[LogIn, ...]:
    """Return where someone is logged in, the latest first; `here` is the key of this session."""
    rows = Session.objects.filter(person_id=person_id, expire_date__gt=now)
    return tuple(
        LogIn(
            token=token_of(row.pk),
            begun_at=row.begun_at,
            stays=row.stays_from_at is not None,
            ends_at=row.expire_date,
            is_here=row.pk == here,
        )
        for row in rows.order_by("-begun_at", "pk")
    )


def token_of(session_key: str) -> str:
    """Return what a page may show of a session: from it nobody works out the key."""
    return sha256(session_key.encode()).hexdigest()[:16]
