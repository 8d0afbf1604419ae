"""Putting a message into the outbox."""

import uuid
from datetime import date, datetime

from django.db.models import Q
from typing_extensions import TypedDict, Unpack

from hylla.messages.models import Message, Template
from hylla.messages.rules import Channel


class Contents(TypedDict, total=False):
    """What a message speaks of: never a title."""

    branch_id: int | None
    day: date | None
    number: int | None
    code: str


def enqueue(
    template: Template, *, person_id: uuid.UUID, now: datetime, **contents: Unpack[Contents]
) -> uuid.UUID:
    """Have someone told something, as soon as the worker comes to it; one statement."""
    message = Message.objects.create(
        person_id=person_id,
        template=template,
        created_at=now,
        next_attempt_at=now,
        **contents,
    )
    return message.pk


def take_back_message(template: Template, *, person_id: uuid.UUID, code: str) -> None:
    """Let a message that has not begun to go not go, nor a letter that is not printed."""
    waiting = Message.objects.filter(person=person_id, template=template, code=code, closed_at=None)
    waiting.filter(Q(attempts=0, channel="") | Q(channel=Channel.LETTER)).delete()
