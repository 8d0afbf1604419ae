"""Which phones get messages, and where their push services are."""

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet

from hylla.clients.push import Signer, Subscription
from hylla.messages.models import PushSubscription
from hylla.privacy.clocks import kept
from hylla.privacy.policy import Policy
from hylla.privacy.sealing import key_named, locked, opened

SEAL, FINGERPRINTS, SIGNATURE = "seal", "fingerprints", "push"
"""The names of the key files: for addresses, for finding them, and for signing what is sent."""


@dataclass(frozen=True)
class Told:
    """One phone that gets messages: through which service, since when, when last heard of."""

    service: str
    since_at: datetime
    seen_at: datetime


def signer(policy: Policy) -> Signer:
    """Return the library's key for push services; it is made with the first question for it."""
    return Signer.of(key_named(SIGNATURE), contact=policy.notice.contact)


def phones_of(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> tuple[Told, ...]:
    """Return the phones that someone gets messages on, the oldest first."""
    rows = kept(PushSubscription, policy=policy, now=now).filter(person_id=person_id)
    return tuple(Told(row.service, row.since_at, row.seen_at) for row in rows)


def live_of(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> QuerySet[PushSubscription]:
    """Return the rows that may be told; those past their time are left out before they are gone."""
    return kept(PushSubscription, policy=policy, now=now).filter(person_id=person_id)


def fingerprint(endpoint: str) -> str:
    """Return what the same address always gives and nobody without the key can work out."""
    return hmac.new(key_named(FINGERPRINTS), b"push:" + endpoint.encode(), sha256).hexdigest()


def sealed(subscription: Subscription, person_id: uuid.UUID) -> bytes:
    """Return a subscription as it is stored: readable with the library's key, as this person's."""
    return locked(subscription.text().encode(), key=key_named(SEAL), about=_about(person_id))


def unsealed(row: PushSubscription) -> Subscription:
    """Return the subscription of a row."""
    about = _about(row.person_id)
    return Subscription.parse(opened(bytes(row.sealed), key=key_named(SEAL), about=about))


def _about(person_id: uuid.UUID) -> bytes:
    return person_id.bytes + b"push"
