"""Which phones keep whose card."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from hylla.patrons.models import KeptCard
from hylla.privacy.clocks import ends
from hylla.privacy.policy import Policy


@dataclass(frozen=True)
class KeptOn:
    """One phone: since when it keeps the card, when it last fetched it, when it is to forget it."""

    since_at: datetime
    seen_at: datetime
    until: datetime


def hash_of(token: str) -> str:
    """Return what stands here of a phone's token."""
    return sha256(token.encode()).hexdigest()


def may_keep(token: str, *, policy: Policy, now: datetime) -> bool:
    """Tell a phone, which may not be logged in, whether it may go on keeping the card."""
    row = KeptCard.objects.filter(token_hash=hash_of(token)).first()
    return row is not None and kept_until(row.seen_at, policy=policy) > now


def kept_until(seen_at: datetime, *, policy: Policy) -> datetime:
    """Return when a card that was fetched then is to be forgotten."""
    (keep,) = KeptCard.personal_data.keep
    end = ends(keep, policy=policy, since=seen_at)
    assert isinstance(end, datetime)  # noqa: S101 - a clock that runs from a moment ends at one
    return end


def kept_cards_of(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> tuple[KeptOn, ...]:
    """Return the phones that keep someone's card, the oldest first."""
    rows = KeptCard.objects.filter(person_id=person_id)
    every = (
        KeptOn(row.since_at, row.seen_at, kept_until(row.seen_at, policy=policy)) for row in rows
    )
    return tuple(each for each in every if each.until > now)
