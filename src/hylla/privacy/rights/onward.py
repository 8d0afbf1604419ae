"""Whoever got data that is corrected, restricted or erased is told so (GDPR articles 17 and 19)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from hylla.privacy.models import OnwardNotice, Request
from hylla.privacy.policy import Policy
from hylla.privacy.registry import lookup, personal_models
from hylla.privacy.rights.terms import RequestKind
from hylla.privacy.vocabulary import Purpose

LATE = timedelta(days=14)
"""After so long a recipient that was not told is called late (conflict case 49)."""
DELETES = Q(request=None)
"""What tells one recipient to delete; the others are told of a correction or a restriction."""


@dataclass(frozen=True)
class Onward:
    """One recipient of somebody's data, and whether it was told; it does not say whose.

    A recipient that must delete is told when it was asked, and done when it has said so. Until
    `kept_until_on` a law makes it keep something.
    """

    id: int
    request_id: uuid.UUID | None
    kind: RequestKind
    what: str
    recipient: str
    asked_at: datetime | None
    told_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None
    asks: int
    is_late: bool
    kept_law: str = ""
    kept_until_on: date | None = None


def recipients(policy: Policy, purposes: Collection[Purpose]) -> tuple[str, ...]:
    """Return the processors that get data for one of these purposes."""
    wanted = set(purposes)
    return tuple(each.name for each in policy.processors if wanted & set(each.purposes))


def told_of(
    person_id: uuid.UUID, purposes: Collection[Purpose] = tuple(Purpose)
) -> tuple[str, ...]:
    """Return who got single rows about somebody for one of these purposes, and has them still."""
    names: set[str] = set()
    for model, declared in personal_models():
        if not declared.told_to or declared.purpose not in purposes:
            continue
        whose = Q()
        for path in (declared.subject, *declared.also_about):
            whose |= Q(**{lookup(path): person_id})
        live = {f"{keep.since}__isnull": True for keep in declared.keep}
        rows = model._default_manager.filter(whose, **live).exclude(**{declared.told_to: ""})
        names.update(rows.values_list(declared.told_to, flat=True))
    return tuple(sorted(names))


def owe_notice(
    request: Request, purposes: Collection[Purpose], *, policy: Policy, now: datetime
) -> int:
    """Note who must be told of what came of a request; return how many that is.

    Who got rows with somebody's name is told of everything that is corrected.
    """
    names = recipients(policy, purposes)
    if request.person_id is not None:
        is_corrected = request.kind == RequestKind.RECTIFICATION
        besides = told_of(request.person_id, tuple(Purpose) if is_corrected else purposes)
        names = tuple(dict.fromkeys((*names, *besides)))
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
            done = Request.objects.filter(onward=row, kind=RequestKind.RECTIFICATION)
            done.filter(answered_at__isnull=False, closed_at=None).update(closed_at=now)


def notices_waiting(*, now: datetime) -> tuple[Onward, ...]:
    """Return who must still be told of a correction or restriction, the longest waiting first."""
    rows = OnwardNotice.objects.exclude(DELETES).filter(told_at=None).select_related("request")
    return tuple(onward_of(row, now) for row in rows.order_by("asked_at", "pk"))


def notices_of(request_id: uuid.UUID, *, now: datetime) -> tuple[Onward, ...]:
    """Return who was told, or will be, of what came of one request."""
    rows = OnwardNotice.objects.filter(request=request_id).select_related("request")
    return tuple(onward_of(row, now) for row in rows.order_by("recipient"))


def onward_of(row: OnwardNotice, now: datetime) -> Onward:
    """Return a row as a value, without what the recipient knows the person by."""
    ended = row.told_at if row.request else row.done_at
    due_at = row.due_at or (row.asked_at + LATE if row.asked_at else None)
    return Onward(
        id=row.pk,
        request_id=row.request_id,
        kind=RequestKind(row.request.kind) if row.request else RequestKind.ERASURE,
        what=row.request.what if row.request else "",
        recipient=row.recipient,
        asked_at=row.asked_at,
        told_at=row.told_at,
        due_at=due_at,
        done_at=row.done_at,
        asks=row.asks,
        is_late=ended is None and due_at is not None and now > due_at,
        kept_law=row.kept_law,
        kept_until_on=row.kept_until_on,
    )
