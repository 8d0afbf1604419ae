"""The messages someone got or is to get, as the person and the desk may see them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from hylla.messages.models import Message, Template
from hylla.privacy.clocks import kept
from hylla.privacy.policy import Policy


@dataclass(frozen=True)
class Sent:
    """One message; `closed_at` is None while it waits, `channel` is how it went."""

    id: uuid.UUID
    template: Template
    created_at: datetime
    closed_at: datetime | None
    channel: str
    failed: bool
    arrived: bool


def messages_of(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> tuple[Sent, ...]:
    """Return someone's messages, the newest first."""
    rows = kept(Message, policy=policy, now=now).filter(person_id=person_id)
    rows = rows.order_by("-created_at", "id")
    return tuple(
        Sent(
            row.pk,
            Template(row.template),
            row.created_at,
            row.closed_at,
            row.channel,
            row.failed,
            row.arrived,
        )
        for row in rows
    )
