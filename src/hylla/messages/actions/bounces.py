"""What did not arrive: the address is passed over for a while, and the message goes another way."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.db import transaction

from hylla.formats.dsn import Bounce, Fault
from hylla.messages.models import Message
from hylla.messages.queries.traces import is_trace, number_in
from hylla.messages.rules import GIVE_UP_AFTER, MOST_WAYS, MUST_ARRIVE, Channel
from hylla.patrons.actions import mark_failed
from hylla.patrons.models import Email, Phone
from hylla.patrons.queries import contacts_of
from hylla.privacy.policy import Policy


def note_bounce(bounce: Bounce, *, policy: Policy, now: datetime) -> bool:
    """Note that an e-mail of ours came back; False where it is none, or nobody's any more.

    Only its trace says which: who cannot have seen the mail cannot have made it.
    """
    return note_undelivered(
        bounce.words, fault=bounce.fault, by=Channel.EMAIL, policy=policy, now=now
    )


@transaction.atomic
def note_undelivered(
    words: Iterable[str], *, fault: Fault, by: Channel, policy: Policy, now: datetime
) -> bool:
    """Note of a message that was sent that it has not arrived, by the trace among some words."""
    sent = Message.objects.select_for_update().filter(
        channel=by, closed_at__isnull=False, failed=False, arrived=False
    )
    for trace in words:
        number = number_in(trace)
        message = sent.filter(pk=number).first() if number else None
        to = message and _contact(message, partial(is_trace, trace), policy, now)
        if message and to:
            if fault is Fault.ADDRESS:
                mark_failed(to, now=now)
            send_otherwise(message, now=now)
            return True
    return False


@transaction.atomic
def mark_nobody_there(message: Message, where: str, *, policy: Policy, now: datetime) -> None:
    """Pass over an address or a number from which a message has just been turned away."""
    to = _contact(message, where.__eq__, policy, now)
    if to is not None:
        mark_failed(to, now=now)


def send_otherwise(message: Message, *, now: datetime) -> bool:
    """Let what must arrive go another way than the one it went; True where it is given up.

    A letter, where all others were tried or it has taken too long.
    """
    values: dict[str, object] = {"closed_at": now, "failed": True, "channel": message.channel}
    if message.template in MUST_ARRIVE:
        is_late = message.created_at <= now - GIVE_UP_AFTER or message.attempts >= MOST_WAYS
        channel = Channel.LETTER if is_late else message.channel
        values = {"closed_at": None, "failed": False, "channel": channel, "next_attempt_at": now}
    Message.objects.filter(pk=message.pk).update(**values)
    return bool(values["failed"])


def _contact(
    message: Message, matches: Callable[[str], bool], policy: Policy, now: datetime
) -> Email | Phone | None:
    every = contacts_of(message.person_id, policy=policy, now=now)
    return next((each for each in every if matches(_where(each))), None)


def _where(contact: Email | Phone) -> str:
    return contact.address if isinstance(contact, Email) else contact.number
