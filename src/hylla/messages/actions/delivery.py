"""Sending what is due: taken by one worker, sent outside any transaction, closed when it is over.

A worker that dies between sending and closing sends a message twice: nobody is told too little.
Both copies carry the same Message-ID, so that mail programs can see it.
"""

import logging
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from hylla.messages.actions.post import Answer, Post
from hylla.messages.actions.push import Outcome, Phones
from hylla.messages.models import Message
from hylla.messages.queries.rendering import Rendered, rendered
from hylla.messages.rules import (
    FIRST_WAIT,
    GIVE_UP_AFTER,
    HELD,
    LAW_DEMANDS,
    PUSH_LASTS,
    Channel,
    wait_after,
)
from hylla.patrons.models import Person
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import restricted_people
from hylla.privacy.vocabulary import Purpose

MOST_AT_ONCE = 200
UNSENT = Q(channel__in=["", Channel.PUSH])
"""Told nobody yet, or left to phones that have not shown it in their time."""
log = logging.getLogger("hylla.messages")


@dataclass(frozen=True)
class Delivered:
    """What became of the messages that were due; `waiting` are still to be sent."""

    sent: int
    failed: int
    waiting: int
    letters: int = 0
    pushed: int = 0
    """Taken by push services; each is closed when a phone has shown it."""


def deliver_due(*, policy: Policy, now: datetime) -> Delivered:
    """Send what is due, put what needs a stamp aside for the desk, give up what is too old.

    A mail server that does not answer costs no message an attempt.
    """
    failed = _give_up_the_old(now)
    sent = letters = pushed = 0
    with Post(policy) as post, closing(Phones(policy, now)) as phones:
        for message in _taken(now):
            made = _made(message, policy, now)
            if made is None:
                continue
            outcome = phones.tell(message)
            if outcome is not Outcome.NOBODY:
                pushed += _with_phones(message, outcome, now)
                continue
            if made.channel is Channel.LETTER:
                _set_aside(message)
                letters += 1
                continue
            answer = post.send(made, message_id=message.pk)
            if answer is Answer.NO_SERVER:
                _put_back(message, now)
                break
            sent += answer is Answer.SENT
            failed += _noted(message, answer, now)
    waiting = Message.objects.filter(closed_at=None, channel="").count()
    return Delivered(sent, failed, waiting, letters, pushed)


def _taken(now: datetime) -> Iterator[Message]:
    """Take due messages one by one: whoever else looks passes over them for a while."""
    for _ in range(MOST_AT_ONCE):
        with transaction.atomic():
            due = Message.objects.filter(UNSENT, closed_at=None, next_attempt_at__lte=now)
            # Of whose data is restricted nothing is sent but what the law demands: the rest waits,
            # and is given up when too old.
            stopped = Q(person__in=restricted_people(Purpose.MESSAGES))
            due = due.exclude(stopped & ~Q(template__in=LAW_DEMANDS))
            rows = due.select_for_update(skip_locked=True, of=("self",))
            message = rows.order_by("next_attempt_at", "id").first()
            if message is None:
                return
            message.attempts += 1
            message.next_attempt_at = now + HELD
            message.save(update_fields=["attempts", "next_attempt_at"])
        yield message


def _made(message: Message, policy: Policy, now: datetime) -> Rendered | None:
    """Return the message ready to go, or None where its person was erased a moment ago."""
    try:
        return rendered(message, policy=policy, now=now)
    except Person.DoesNotExist:
        return None


def _noted(message: Message, answer: Answer, now: datetime) -> bool:
    """Write down what became of a message; True where it will never arrive."""
    if answer is Answer.LATER:
        later = now + wait_after(message.attempts)
        _update(message, next_attempt_at=later)
        log.info("message_postponed", extra={"rule": message.template})
        return False
    failed = answer is not Answer.SENT
    _update(message, closed_at=now, channel=Channel.EMAIL, failed=failed)
    if failed:
        log.info("message_failed", extra={"rule": message.template})
    return failed


def _with_phones(message: Message, outcome: Outcome, now: datetime) -> bool:
    """Leave a message to the phones for a while; True where their services have it."""
    if outcome is Outcome.LATER:
        _update(message, next_attempt_at=now + wait_after(message.attempts))
        return False
    _update(message, channel=Channel.PUSH, next_attempt_at=now + PUSH_LASTS)
    return True


def _set_aside(message: Message) -> None:
    _update(message, channel=Channel.LETTER)


def _put_back(message: Message, now: datetime) -> None:
    _update(message, attempts=message.attempts - 1, next_attempt_at=now + FIRST_WAIT)


def _update(message: Message, **values: Any) -> None:
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**values)


def _give_up_the_old(now: datetime) -> int:
    """Close what nobody could be told in five days: by now it would be wrong."""
    with transaction.atomic():
        old = Message.objects.filter(
            UNSENT,
            closed_at=None,
            next_attempt_at__lte=now,
            created_at__lte=now - GIVE_UP_AFTER,
        )
        return old.update(closed_at=now, channel=Channel.EMAIL, failed=True)


def letter_printed(message_id: uuid.UUID, *, now: datetime) -> None:
    """Close a letter that was printed."""
    with transaction.atomic():
        rows = Message.objects.filter(pk=message_id, channel=Channel.LETTER, closed_at=None)
        rows.update(closed_at=now)
