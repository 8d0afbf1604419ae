"""What has been asked for: by one person, and all that waits for the library's answer."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from hylla.privacy.clocks import kept, today
from hylla.privacy.models import Request
from hylla.privacy.policy import Policy
from hylla.privacy.rights.conditions import LEAVES
from hylla.privacy.rights.terms import (
    GIVING,
    Answer,
    CameBy,
    Delay,
    Proof,
    Refused,
    RequestKind,
)


@dataclass(frozen=True, repr=False, kw_only=True)
class RequestFacts:
    """One request. Without a person it is from someone without a card, or not identified."""

    id: uuid.UUID
    person_id: uuid.UUID | None
    asked_by_id: uuid.UUID | None
    kind: RequestKind
    what: str
    words: str
    name: str
    reply_to: str
    came_by: CameBy
    proof: Proof
    unit: str
    needs_child: bool
    requested_at: datetime
    due_on: date
    delay: Delay | None
    answered_at: datetime | None
    answer: Answer | None
    ground: Refused | None
    announced_at: datetime | None
    closed_at: datetime | None
    days_left: int

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        """Whether its clock ran out without an answer."""
        return self.answered_at is None and self.days_left < 0


def requests_open(*, policy: Policy, now: datetime) -> tuple[RequestFacts, ...]:
    """Return what waits for the library's answer, the most urgent first."""
    rows = Request.objects.filter(answered_at=None, closed_at=None).order_by("due_on", "id")
    return tuple(facts_of(row, policy=policy, now=now) for row in rows)


def requests_in_force(*, policy: Policy, now: datetime) -> tuple[RequestFacts, ...]:
    """Return what is answered and lasts or waits: restrictions, erasures that wait."""
    rows = Request.objects.filter(answered_at__isnull=False, closed_at=None)
    return tuple(facts_of(row, policy=policy, now=now) for row in rows.order_by("requested_at"))


def requests_of(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> tuple[RequestFacts, ...]:
    """Return what someone has asked for, or another for them, the latest first."""
    rows = kept(Request, policy=policy, now=now).filter(person=person_id)
    rows = rows.order_by("-requested_at", "id")
    return tuple(facts_of(row, policy=policy, now=now) for row in rows)


def requests_by(
    guardian_id: uuid.UUID, *, policy: Policy, now: datetime
) -> tuple[RequestFacts, ...]:
    """Return what someone has asked for children whose guardian they are, the latest first."""
    rows = kept(Request, policy=policy, now=now).filter(asked_by=guardian_id)
    rows = rows.order_by("-requested_at", "id")
    return tuple(facts_of(row, policy=policy, now=now) for row in rows)


def request_with(request_id: uuid.UUID, *, policy: Policy, now: datetime) -> RequestFacts | None:
    """Return one request, or None where there is none any more."""
    row = kept(Request, policy=policy, now=now).filter(pk=request_id).first()
    return facts_of(row, policy=policy, now=now) if row else None


def late_requests(*, policy: Policy, now: datetime) -> int:
    """Count requests whose clock ran out without an answer."""
    return Request.objects.filter(answered_at=None, due_on__lt=today(policy, now)).count()


def wants_to_leave(person_id: uuid.UUID) -> bool:
    """Say whether someone's request to be erased, or to leave, is in effect and waits."""
    return Request.objects.filter(LEAVES, person=person_id).exists()


def facts_of(row: Request, *, policy: Policy, now: datetime) -> RequestFacts:
    """Return a row as a value."""
    return RequestFacts(
        id=row.pk,
        person_id=row.person_id,
        asked_by_id=row.asked_by_id,
        kind=RequestKind(row.kind),
        what=row.what,
        words=row.words,
        name=row.name,
        reply_to=row.reply_to,
        came_by=CameBy(row.came_by),
        proof=Proof(row.proof),
        unit=row.unit,
        needs_child=row.needs_child,
        requested_at=row.requested_at,
        due_on=row.due_on,
        delay=Delay(row.delay) if row.delay else None,
        answered_at=row.answered_at,
        answer=Answer(row.answer) if row.answer else None,
        ground=Refused(row.ground) if row.ground else None,
        announced_at=row.announced_at,
        closed_at=row.closed_at,
        days_left=(row.due_on - today(policy, now)).days,
    )


GIVEN_FIRST = Q(kind__in=GIVING) & (
    Q(answered_at__isnull=True) | Q(prepared__isnull=False, prepared__fetched_at__isnull=True)
)
"""The condition that someone is still to be given what is kept: not made, or not fetched yet."""
