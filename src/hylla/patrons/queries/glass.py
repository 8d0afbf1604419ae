"""Which records were opened by breaking the glass: for a second person, the officer, the patron."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from hylla.patrons.models import GlassBroken, OwnRecord
from hylla.patrons.models.glass import GlassReason
from hylla.privacy.clocks import kept
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Role

WAITS = timedelta(hours=1)
WEEK = timedelta(days=7)
MOST_A_WEEK = 3


@dataclass(frozen=True, repr=False)
class Glass:
    """One broken glass. `words` and `staff_id` are for the officer, not for the patron."""

    id: int
    person_id: uuid.UUID
    staff_id: int | None
    role: Role
    unit: str
    reason: GlassReason
    words: str
    asked_at: datetime
    until_at: datetime | None
    deferred_at: datetime | None
    approved_by_id: int | None
    reviewed_at: datetime | None
    reviewed_by_id: int | None


def glass_waiting(*, now: datetime) -> tuple[Glass, ...]:
    """Return what waits for a second person, the oldest first."""
    rows = GlassBroken.objects.filter(until_at=None, asked_at__gte=now - WAITS)
    return tuple(map(_glass, rows.order_by("asked_at", "pk")))


def glass_open(staff_id: int, *, now: datetime) -> tuple[Glass, ...]:
    """Return which records someone may open now because they broke the glass."""
    rows = GlassBroken.objects.filter(staff_id=staff_id, until_at__gt=now)
    return tuple(map(_glass, rows.order_by("asked_at", "pk")))


def glass_to_review(*, policy: Policy, now: datetime) -> tuple[Glass, ...]:
    """Return what nobody has looked at since, the oldest first: once a week, by the officer."""
    rows = kept(GlassBroken, policy=policy, now=now).filter(reviewed_at=None)
    return tuple(map(_glass, rows.order_by("asked_at")))


def glass_of(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> tuple[Glass, ...]:
    """Return each time someone's glass was broken, as they read it, the latest first."""
    rows = kept(GlassBroken, policy=policy, now=now)
    rows = rows.filter(person_id=person_id, until_at__isnull=False, deferred_at=None)
    return tuple(map(_glass, rows.order_by("-asked_at", "-pk")))


def glass_deferred() -> tuple[Glass, ...]:
    """Return what people do not read yet, so that an authority's work does not suffer."""
    rows = GlassBroken.objects.filter(deferred_at__isnull=False)
    return tuple(map(_glass, rows.order_by("deferred_at", "pk")))


def has_own_record(staff_id: int) -> bool:
    """Say whether the library knows which patron a member of staff is."""
    return OwnRecord.objects.filter(staff=staff_id).exists()


def glass_alerts(*, now: datetime) -> tuple[int, ...]:
    """Return the members of staff who broke more than three in the week that ends now."""
    rows = GlassBroken.objects.filter(asked_at__gt=now - WEEK, asked_at__lte=now)
    broken = Counter(rows.exclude(staff=None).values_list("staff_id", flat=True))
    return tuple(sorted(staff for staff, times in broken.items() if times > MOST_A_WEEK))


def _glass(row: GlassBroken) -> Glass:
    return Glass(
        id=row.pk,
        person_id=row.person_id,
        staff_id=row.staff_id,
        role=Role(row.role),
        unit=row.unit,
        reason=GlassReason(row.reason),
        words=row.words,
        asked_at=row.asked_at,
        until_at=row.until_at,
        deferred_at=row.deferred_at,
        approved_by_id=row.approved_by_id,
        reviewed_at=row.reviewed_at,
        reviewed_by_id=row.reviewed_by_id,
    )
