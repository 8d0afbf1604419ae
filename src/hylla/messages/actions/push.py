"""Telling the phones of whoever asked for it, before anything else is tried."""

import json
import uuid
from datetime import datetime
from enum import Enum

from django.conf import settings
from django.db import transaction

from hylla.clients.push import Answer, Push, Sender
from hylla.messages.models import Message, PushSubscription
from hylla.messages.queries.phones import live_of, signer, unsealed
from hylla.messages.queries.rendering import on_phone
from hylla.messages.rules import NEVER_TO_A_PHONE, PUSH_ATTEMPTS, PUSH_LASTS, Channel
from hylla.patrons.models import Person
from hylla.privacy.policy import Policy


class Outcome(Enum):
    """What the phones came to, all together."""

    TAKEN = "taken"
    LATER = "later"
    QUIET = "quiet"
    """There is one, and it is not to be heard now."""
    NOBODY = "nobody"
    """There is no phone to tell, or none can be told: the other ways remain."""


class Phones:
    """The connections to push services, opened with the first phone that is told."""

    def __init__(self, policy: Policy, now: datetime, *, silent: bool = False) -> None:
        self._policy = policy
        self._now = now
        self._silent = silent
        self._sender: Sender | None = None

    def close(self) -> None:
        """End the connections."""
        if self._sender is not None:
            self._sender.close()

    def tell(self, message: Message) -> Outcome:
        """Send a message to every phone of its person; a phone that is gone is forgotten at once.

        What a service took but no phone has shown in time comes back here, and goes another way.
        """
        is_offered = self._policy.features.push and message.template not in NEVER_TO_A_PHONE
        if not is_offered or message.channel or message.attempts > PUSH_ATTEMPTS:
            return Outcome.NOBODY
        rows = list(live_of(message.person_id, policy=self._policy, now=self._now))
        if not rows:
            return Outcome.NOBODY
        if self._silent:
            return Outcome.QUIET
        try:
            push = Push(self._content(message), lasts=PUSH_LASTS)
        except Person.DoesNotExist:
            # Erased a moment ago.
            return Outcome.NOBODY
        answers = {self._send(push, row) for row in rows}
        if Answer.TAKEN in answers:
            return Outcome.TAKEN
        return Outcome.LATER if Answer.LATER in answers else Outcome.NOBODY

    def _send(self, push: Push, row: PushSubscription) -> Answer:
        if self._sender is None:
            self._sender = Sender(signer(self._policy), verify=settings.HYLLA_PUSH_CA or True)
        answer = self._sender.send(push, to=unsealed(row), now=self._now)
        if answer is Answer.GONE:
            with transaction.atomic():
                row.delete()
        return answer

    def _content(self, message: Message) -> bytes:
        """What the phone shows: whose library, and a line without any title or name."""
        text = on_phone(message, policy=self._policy, now=self._now)
        told = {
            "id": str(message.pk),
            "title": self._policy.name,
            "body": text.words,
            "lang": text.language,
        }
        return json.dumps(told, ensure_ascii=False).encode()


@transaction.atomic
def shown_on_phone(message_id: uuid.UUID, *, now: datetime) -> None:
    """Close a message that a phone says it has shown; nobody else knows the message's number."""
    waiting = Message.objects.filter(pk=message_id, channel=Channel.PUSH, closed_at=None)
    waiting.update(closed_at=now, arrived=True)
