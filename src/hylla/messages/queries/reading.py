"""Someone's messages with their words, as that person may read them again while they are kept."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from hylla.messages.models import Message
from hylla.messages.queries.rendering import rendered
from hylla.messages.queries.sent import Sent, messages_of
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language


@dataclass(frozen=True, repr=False)
class Readable:
    """A message and its text, made anew: neither words nor addresses are kept."""

    sent: Sent
    language: Language
    text: str


def readable_messages_of(
    person_id: uuid.UUID, *, policy: Policy, now: datetime
) -> tuple[Readable, ...]:
    """Return someone's messages with their words, the newest first."""
    rows = Message.objects.filter(person_id=person_id).select_related("branch").in_bulk()
    return tuple(
        _readable(each, rows[each.id], policy, now)
        for each in messages_of(person_id, policy=policy, now=now)
        if each.id in rows
    )


def _readable(sent: Sent, row: Message, policy: Policy, now: datetime) -> Readable:
    made = rendered(row, policy=policy, now=now)
    return Readable(sent, made.addressee.language, made.text)
