"""Letters that wait for the desk to print them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from hylla.messages.models import Message
from hylla.messages.queries.rendering import rendered
from hylla.messages.rules import LAW_DEMANDS, Channel
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import restricted_people
from hylla.privacy.vocabulary import Language, Purpose


@dataclass(frozen=True, repr=False)
class Letter:
    """A letter as it is printed; without `lines` it is handed over at the desk."""

    message_id: uuid.UUID
    person_id: uuid.UUID
    language: Language
    name: str
    lines: tuple[str, ...]
    subject: str
    text: str


def to_print(*, policy: Policy, now: datetime, branch_id: int | None = None) -> tuple[Letter, ...]:
    """Return the letters that were not printed yet, the oldest first.

    `branch_id` leaves those for patrons of other branches out.
    """
    waiting = _waiting().exclude(person__in=restricted_people(Purpose.MESSAGES))
    if branch_id is not None:
        waiting = waiting.filter(person__home_branch_id=branch_id)
    return _letters(waiting, policy, now)


def to_print_by_officer(*, policy: Policy, now: datetime) -> tuple[Letter, ...]:
    """Return the answers to people of whose data nobody else may read anything now."""
    stopped = _waiting().filter(person__in=restricted_people(Purpose.MESSAGES))
    return _letters(stopped.filter(template__in=LAW_DEMANDS), policy, now)


def _waiting() -> "QuerySet[Message]":
    return Message.objects.filter(channel=Channel.LETTER, closed_at=None)


def _letters(waiting: "QuerySet[Message]", policy: Policy, now: datetime) -> tuple[Letter, ...]:
    rows = waiting.select_related("branch").order_by("created_at", "id")
    return tuple(_letter(row, policy, now) for row in rows)


def _letter(row: Message, policy: Policy, now: datetime) -> Letter:
    made = rendered(row, policy=policy, now=now)
    return Letter(
        row.pk,
        row.person_id,
        made.addressee.language,
        made.addressee.name,
        made.addressee.lines,
        made.subject,
        made.text,
    )
