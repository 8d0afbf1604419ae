"""What one person alone cannot do: it waits until two different people have said yes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from hylla.privacy.models import Approval, ApprovalBy

PEOPLE = 2


class Sort(StrEnum):
    """What two people must agree on; stored, so a word is never renamed."""

    REMOVAL = "removal"
    """A removal that is far more than usual (conflict case 67)."""
    GLASS = "glass"
    """The record of a person with a protected address."""
    POLICY = "policy"
    """Another policy in force (conflict case 47)."""
    AFFECTED = "affected"
    """Whom an incident has touched, by name."""
    DISCLOSURE = "disclosure"
    """Data about many people, handed out to somebody who asked (conflict case 61)."""
    LEGAL_HOLD = "legal_hold"
    """Somebody's data held back from removal, or for longer (conflict case 68)."""


class NotWaiting(LookupError):  # noqa: N818 - reads as the sentence it is
    """Nothing of that kind waits, or its time is over."""


@dataclass(frozen=True)
class Waiting:
    """What is asked about, since when, and who has said yes (staff)."""

    sort: Sort
    about: str
    asked_at: datetime
    until_at: datetime | None
    agreed_at: datetime | None
    by: tuple[int, ...]

    @property
    def missing(self) -> int:
        """How many more people must say yes."""
        return max(0, PEOPLE - len(self.by))


def propose(
    sort: Sort,
    about: str,
    *,
    now: datetime,
    staff_id: int | None = None,
    until: datetime | None = None,
) -> int:
    """Ask two people about something; who proposes it is the first. Return how many are missing."""
    with transaction.atomic():
        Approval.objects.filter(until_at__lte=now, agreed_at=None).delete()
        Approval.objects.get_or_create(
            sort=sort, about=about, defaults={"asked_at": now, "until_at": until}
        )
        return PEOPLE if staff_id is None else agree(sort, about, staff_id=staff_id, now=now)


def agree(sort: Sort, about: str, *, staff_id: int, now: datetime) -> int:
    """Say yes, and return how many more people must; one person counts once.

    :raises NotWaiting: nothing like this is asked any more.
    """
    with transaction.atomic():
        waits = Approval.objects.select_for_update().filter(_in_time(now), sort=sort, about=about)
        asked = waits.first()
        if asked is None:
            raise NotWaiting(sort, about)
        ApprovalBy.objects.get_or_create(
            approval=asked, staff_id=staff_id, defaults={"said_at": now}
        )
        missing = max(0, PEOPLE - asked.yeses.count())
        if not missing and asked.agreed_at is None:
            asked.agreed_at = now
            asked.save(update_fields=["agreed_at"])
        return missing


def is_agreed(sort: Sort, about: str) -> bool:
    """Say whether enough people have said yes."""
    rows = Approval.objects.filter(sort=sort, about=about, agreed_at__isnull=False)
    return rows.exists()


def forget(sort: Sort, *about: str) -> None:
    """Let what was asked go, with who said yes: it is done, or nobody wants it any more."""
    Approval.objects.filter(sort=sort, about__in=about).delete()


def asked_of(sort: Sort, about: str) -> Waiting | None:
    """Return what became of one question, or None where it is not asked."""
    return next(iter(_read(Q(sort=sort, about=about))), None)


def waiting_for_two(*, now: datetime) -> tuple[Waiting, ...]:
    """Return all that waits for a yes, the oldest first."""
    return _read(_in_time(now) & Q(agreed_at=None))


def said_yes(sort: Sort) -> dict[str, tuple[int, ...]]:
    """Return who has said yes (staff), by what it is about."""
    return {each.about: each.by for each in _read(Q(sort=sort))}


def _in_time(now: datetime) -> Q:
    return Q(until_at=None) | Q(until_at__gt=now)


def _read(where: Q) -> tuple[Waiting, ...]:
    rows = Approval.objects.filter(where).order_by("asked_at", "pk").prefetch_related("yeses")
    return tuple(
        Waiting(
            sort=Sort(row.sort),
            about=row.about,
            asked_at=row.asked_at,
            until_at=row.until_at,
            agreed_at=row.agreed_at,
            by=tuple(sorted(each.staff_id for each in row.yeses.all())),
        )
        for row in rows
    )
