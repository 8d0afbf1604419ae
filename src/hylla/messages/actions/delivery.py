"""Sending what is due: taken by one worker, sent outside any transaction, closed when it is over.

A worker that dies between sending and closing sends a message twice: nobody is told too little.
Both copies carry the same Message-ID or reference, so that programs can see it.
"""

import logging
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Q

from hylla.clients.sms import Answer as SmsAnswer
from hylla.messages.actions.bounces import mark_nobody_there, send_otherwise
from hylla.messages.actions.post import Answer, Post
from hylla.messages.actions.push import Outcome, Phones
from hylla.messages.actions.texts import Texts
from hylla.messages.models import Message
from hylla.messages.queries.rendering import Rendered, rendered
from hylla.messages.rules import (
    FIRST_WAIT,
    GIVE_UP_AFTER,
    HELD,
    LAW_DEMANDS,
    MUST_ARRIVE,
    PUSH_LASTS,
    Channel,
    sounds_again_at,
    wait_after,
)
from hylla.patrons.models import Person
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import restricted_people
from hylla.privacy.vocabulary import Purpose

MOST_AT_ONCE = 200
TO_SEND = Q(channel__in=["", Channel.EMAIL, Channel.SMS], closed_at=None)
"""Told nobody yet, or in vain by that way."""
UNSENT = TO_SEND | Q(channel=Channel.PUSH, closed_at=None)
"""The same, and what was left to phones that have not shown it in their time."""
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
    untrue: int = 0
    """Not sent, for what they say was over."""


class Came(Enum):
    """What one message came to, now."""

    SENT = "sent"
    FAILED = "failed"
    LATER = "later"
    LETTER = "letter"
    PUSHED = "pushed"
    UNTRUE = "untrue"
    NO_SERVER = "no server"


@dataclass(frozen=True)
class _Ways:
    """The ways out at one time; `silence` is when telephones may be heard again."""

    post: Post
    phones: Phones
    texts: Texts
    silence: datetime | None
    policy: Policy
    now: datetime


class Truth(Protocol):
    """Says whether what a message says is still so."""

    def __call__(self, message: Message, on: date) -> bool:
        """Say it of a day."""


def _always(message: Message, on: date) -> bool:
    return True


def deliver_due(*, policy: Policy, now: datetime, is_true: Truth = _always) -> Delivered:
    """Send what is due, put what needs a stamp aside for the desk, give up what is too old.

    What `is_true` says is over, on that day, is not sent but forgotten. A server that does not
    answer costs no message an attempt. Nothing that can be heard goes out while it is quiet.
    """
    still_so = partial(is_true, on=today(policy, now))
    came = _give_up_the_old(now, still_so)
    came.update(_forget_letters(now, still_so))
    silence = silent_until(policy, now)
    with Post(policy) as post, closing(Phones(policy, now, silent=bool(silence))) as phones:
        ways = _Ways(post, phones, Texts(now), silence, policy, now)
        for message in _taken(now):
            made = _made(message, policy, now)
            if made is None:
                continue
            each = _sent(message, made, ways) if still_so(message) else _forgotten(message)
            came[each] += 1
            if each is Came.NO_SERVER:
                break
    return Delivered(
        came[Came.SENT],
        came[Came.FAILED],
        Message.objects.filter(TO_SEND).count(),
        came[Came.LETTER],
        came[Came.PUSHED],
        came[Came.UNTRUE],
    )


def silent_until(policy: Policy, now: datetime) -> datetime | None:
    """Return when what can be heard may go out again; None where it may now."""
    return sounds_again_at(now, quiet=policy.quiet, zone=policy.zone)


def _sent(message: Message, made: Rendered, ways: _Ways) -> Came:
    """Let a message go by the first way that is open to it."""
    if made.channel is Channel.PAGE:
        return _closed(message, Channel.PAGE, ways.now)
    outcome = ways.phones.tell(message)
    is_text = made.channel is Channel.SMS
    if ways.silence and (outcome is Outcome.QUIET or (is_text and outcome is Outcome.NOBODY)):
        return _put_back(message, ways.silence)
    if outcome is not Outcome.NOBODY:
        return _with_phones(message, outcome, ways.now)
    if is_text:
        return _texted(message, made, ways)
    if made.is_last_resort and message.template not in MUST_ARRIVE:
        # It stands on My page; a stamp is for what cannot wait until they look.
        return _closed(message, Channel.EMAIL, ways.now, failed=True)
    if made.channel is Channel.LETTER:
        return _by_letter(message)
    return _mailed(message, made, ways)


def _mailed(message: Message, made: Rendered, ways: _Ways) -> Came:
    """Send an e-mail, and write down what the server has answered."""
    answer = ways.post.send(made, message_id=message.pk)
    if answer is Answer.NO_SERVER:
        _put_back(message, ways.now + FIRST_WAIT)
        return Came.NO_SERVER
    if answer is Answer.LATER:
        return _postponed(message, ways.now)
    if answer is Answer.SENT:
        return _closed(message, Channel.EMAIL, ways.now)
    nobody = made.addressee.email if answer is Answer.NOBODY_THERE else ""
    return _in_vain(message, Channel.EMAIL, nobody, ways)


def _texted(message: Message, made: Rendered, ways: _Ways) -> Came:
    """Send a text message, and write down what the gateway has answered."""
    answer = ways.texts.send(made, message)
    if answer is SmsAnswer.AWAY:
        log.warning("no_sms_gateway")
        return _put_back(message, ways.now + FIRST_WAIT)
    if answer is SmsAnswer.LATER:
        return _postponed(message, ways.now)
    if answer is SmsAnswer.TAKEN:
        return _closed(message, Channel.SMS, ways.now)
    nobody = made.addressee.number if answer is SmsAnswer.NO_NUMBER else ""
    return _in_vain(message, Channel.SMS, nobody, ways)


def _in_vain(message: Message, channel: Channel, nobody: str, ways: _Ways) -> Came:
    """Write down that a way led nowhere, and where nobody is: the next look takes another."""
    log.info("message_failed", extra={"rule": message.template})
    if nobody:
        mark_nobody_there(message, nobody, policy=ways.policy, now=ways.now)
    message.channel = channel
    return Came.FAILED if send_otherwise(message, now=ways.now) else Came.LATER


def _with_phones(message: Message, outcome: Outcome, now: datetime) -> Came:
    """Leave a message to the phones for a while, where their services have it."""
    if outcome is Outcome.LATER:
        _update(message, next_attempt_at=now + wait_after(message.attempts))
        return Came.LATER
    _update(message, channel=Channel.PUSH, next_attempt_at=now + PUSH_LASTS)
    return Came.PUSHED


def _taken(now: datetime) -> Iterator[Message]:
    """Take due messages one by one: whoever else looks passes over them for a while."""
    for _ in range(MOST_AT_ONCE):
        with transaction.atomic():
            due = Message.objects.filter(UNSENT, next_attempt_at__lte=now)
            # It waits, and is given up when too old.
            due = due.exclude(_stopped())
            rows = due.select_for_update(skip_locked=True, of=("self",))
            message = rows.order_by("next_attempt_at", "id").first()
            if message is None:
                return
            message.attempts += 1
            message.next_attempt_at = now + HELD
            message.save(update_fields=["attempts", "next_attempt_at"])
        yield message


def _stopped() -> Q:
    """Of whose data is restricted nothing is sent but what the law demands."""
    stopped = Q(person__in=restricted_people(Purpose.MESSAGES))
    return stopped & ~Q(template__in=LAW_DEMANDS)


def _made(message: Message, policy: Policy, now: datetime) -> Rendered | None:
    """Return the message ready to go, or None where its person was erased a moment ago."""
    try:
        return rendered(message, policy=policy, now=now)
    except Person.DoesNotExist:
        return None


def _forgotten(message: Message) -> Came:
    """Let go of what nobody was told and nobody needs to be."""
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).delete()
    return Came.UNTRUE


def _postponed(message: Message, now: datetime) -> Came:
    _update(message, next_attempt_at=now + wait_after(message.attempts))
    log.info("message_postponed", extra={"rule": message.template})
    return Came.LATER


def _closed(message: Message, channel: Channel, now: datetime, *, failed: bool = False) -> Came:
    _update(message, closed_at=now, channel=channel, failed=failed)
    if failed:
        log.info("message_failed", extra={"rule": message.template})
    return Came.FAILED if failed else Came.SENT


def _put_back(message: Message, until: datetime) -> Came:
    """Try it again then; until now nothing was tried."""
    _update(message, attempts=message.attempts - 1, next_attempt_at=until)
    return Came.LATER


def _update(message: Message, **values: Any) -> None:
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**values)


def _give_up_the_old(now: datetime, is_true: Callable[[Message], bool]) -> Counter[Came]:
    """End what nobody could be told in five days: by letter what must arrive and is still so."""
    came: Counter[Came] = Counter()
    with transaction.atomic():
        old = Message.objects.filter(
            UNSENT, next_attempt_at__lte=now, created_at__lte=now - GIVE_UP_AFTER
        )
        # A server that was away all the time has tried nothing; whose data is restricted is not
        # written to by letter either.
        for message in old.filter(template__in=MUST_ARRIVE).exclude(_stopped()):
            came[_by_letter(message) if is_true(message) else _forgotten(message)] += 1
        came[Came.FAILED] = old.update(closed_at=now, channel=Channel.EMAIL, failed=True)
    return came


def _by_letter(message: Message) -> Came:
    _update(message, channel=Channel.LETTER)
    return Came.LETTER


def _forget_letters(now: datetime, is_true: Callable[[Message], bool]) -> Iterator[Came]:
    """Take letters off the desk's pile that say what is over by now; each is looked at hourly."""
    with transaction.atomic():
        waiting = Message.objects.filter(channel=Channel.LETTER, closed_at=None)
        rows = waiting.filter(next_attempt_at__lte=now).order_by("next_attempt_at", "id")
        seen = list(rows.select_for_update(skip_locked=True, of=("self",))[:MOST_AT_ONCE])
        for message in seen:
            if not is_true(message):
                yield _forgotten(message)
        still = waiting.filter(pk__in=[message.pk for message in seen])
        still.update(next_attempt_at=now + HELD)


def letter_printed(message_id: uuid.UUID, *, now: datetime) -> None:
    """Close a letter that was printed."""
    with transaction.atomic():
        rows = Message.objects.filter(pk=message_id, channel=Channel.LETTER, closed_at=None)
        rows.update(closed_at=now)


def post_instead(message_id: uuid.UUID) -> None:
    """Let the desk print as a letter what no mail server took."""
    with transaction.atomic():
        rows = Message.objects.filter(pk=message_id, failed=True)
        rows.update(channel=Channel.LETTER, closed_at=None, failed=False)
