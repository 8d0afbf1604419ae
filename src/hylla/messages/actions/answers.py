"""Telling people that what they asked for by right has its answer, or takes longer."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from hylla.messages.actions.outbox import enqueue
from hylla.messages.models import Template
from hylla.privacy.models import Request
from hylla.privacy.rights.terms import Answer, CameBy, RequestKind

MOST_AT_ONCE = 500
ANSWERED = Q(answered_at__isnull=False) & (Q(told_at=None) | Q(told_at__lt=F("answered_at")))
LONGER = Q(answered_at=None, extended_at__isnull=False) & (
    Q(told_at=None) | Q(told_at__lt=F("extended_at"))
)
SEEN = Q(came_by=CameBy.MY_PAGE, asked_by=None, answered_at=F("requested_at"))
"""Done at once on My page: they saw it."""
OTHERWISE = Q(kind=RequestKind.TERMINATION) | Q(answer__in=[Answer.TAKEN_BACK, Answer.UNIDENTIFIED])
"""Told in another message, or nothing to be told."""


def tell_answers(*, now: datetime) -> int:
    """Write to whoever got an answer since, or must wait longer, and return how many; once each.

    Whoever asked is told: of what a guardian asked for, the guardian. Someone without a card is
    answered where they said, by whoever answered.
    """
    with transaction.atomic():
        rows = Request.objects.select_for_update().filter(ANSWERED | LONGER)
        rows = rows.filter(Q(person__isnull=False) | Q(asked_by__isnull=False))
        fresh = list(rows.exclude(SEEN).exclude(OTHERWISE).order_by("pk")[:MOST_AT_ONCE])
        for row in fresh:
            _tell(row, now)
        Request.objects.filter(pk__in=[row.pk for row in fresh]).update(told_at=now)
    return len(fresh)


def _tell(row: Request, now: datetime) -> None:
    person_id = row.asked_by_id or row.person_id
    assert person_id is not None, "they were looked for"  # noqa: S101 - for mypy
    if row.answered_at is None:
        enqueue(Template.REQUEST_EXTENDED, person_id=person_id, now=now, day=row.due_on)
        return
    said_no = row.answer == Answer.REFUSED
    template = Template.REQUEST_REFUSED if said_no else Template.REQUEST_ANSWERED
    enqueue(template, person_id=person_id, now=now)
