"""Whoever got data that is corrected or restricted is told so (GDPR article 19)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hylla.privacy.models import OnwardNotice, Request
from hylla.privacy.policy import Policy
from hylla.privacy.rights.terms import RequestKind
from hylla.privacy.vocabulary import Purpose

LATE = timedelta(days=14)
"""After so long a recipient that was not told is called late (conflict case 49)."""


@dataclass(frozen=True)
class Onward:
    """One recipient of one request's data, and whether it was told."""

    id: int
    request_id: uuid.UUID
    kind: RequestKind
    what: str
    recipient: str
    asked_at: datetime
    told_at: datetime | None
    is_late: bool


def recipients(policy: Policy, purposes: Collection[Purpose]) -> tuple[str, ...]:
    """Return the processors that get data for one of these purposes."""
    wanted = set(purposes)
    return tuple(each.name for each in policy.processors if wanted & set(each.purposes))


def owe_notice(
    request: Request, purposes: Collection[Purpose], *, policy: Policy, now: datetime
) -> int:
    """Note who must be told of what came of a request; return how many that is."""
    names = recipients(policy, purposes)
    OnwardNotice.objects.bulk_create(
        OnwardNotice(request=request, recipient=name, asked_at=now) for name in names
    )
    return len(names)


def note_told(notice_id: int, *, now: datetime) -> None:
    """Note that a recipient has been told; with the last of them an answered correction is over."""
    with transaction.atomic():
        row = OnwardNotice.objects.select_for_update().get(pk=notice_id)
        row.told_at = row.told_at or now
        row.save(update_fields=["told_at"])
        waits = OnwardNotice.objects.filter(request=row.request_id, told_at=None)
        if not waits.exists():
            done = Request.objects.filter(pk=row.request_id, kind=RequestKind.RECTIFICATION)
            done.filter(answered_at__isnull=False, closed_at=None).update(closed_at=now)


def notices_waiting(*, now: datetime) -> tuple[Onward, ...]:
    """Return which recipients must still be told, the longest waiting first."""
    rows = OnwardNotice.objects.filter(told_at=None).select_related("request")
    return tuple(_onward(row, now) for row in rows.order_by("asked_at", "pk"))


def notices_of(request_id: uuid.UUID, *, now: datetime) -> tuple[Onward, ...]:
    """Return who was told, or will be, of what came of one request."""
    rows = OnwardNotice.objects.filter(request=request_id).select_related("request")
    return tuple(_onward(row, now) for row in rows.order_by("recipient"))


def _onward(row: OnwardNotice, now: datetime) -> Onward:
    return Onward(
        id=row.pk,
        request_id=row.request_id,
        kind=RequestKind(row.request.kind),
        what=row.request.what,
        recipient=row.recipient,
        asked_at=row.asked_at,
        told_at=row.told_at,
        is_late=row.told_at is None and now - row.asked_at > LATE,
    )
