"""Whom a desk has before it: opened by a task, closed by staff, by idle minutes or by erasure."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from hylla.library.queries.prepared import Prepared, Row
from hylla.patrons.actions.glass import BREAK_GLASS, is_broken, is_kept_back, refuse_colleagues
from hylla.patrons.models import AtDesk
from hylla.patrons.rules import IDLE


@dataclass(frozen=True)
class Opened:
    """Whose record is open at a desk, and for what task. `id` is of this opening, not of them.

    Where `is_kept_back` the person reads later that it was.
    """

    id: int
    person_id: uuid.UUID
    task: str
    is_kept_back: bool = False


@transaction.atomic
def list_at_desk(
    session: str, people: Iterable[uuid.UUID], *, task: str, now: datetime
) -> tuple[int, ...]:
    """Keep whom a search found, instead of whom the last one found; return an id for each."""
    AtDesk.objects.filter(session_id=session, is_open=False).delete()
    rows = [
        AtDesk.objects.create(
            session_id=session, person_id=person_id, task=task, at=now, is_open=False
        )
        for person_id in people
    ]
    return tuple(row.pk for row in rows)


@transaction.atomic
def open_at_desk(session: str, person_id: uuid.UUID, *, task: str, now: datetime) -> Opened:
    """Open someone at a desk, instead of who was; whom a search found there is forgotten.

    :raises Refused: it is the record of who works there, or of a colleague (conflict case 60).
    """
    if task != BREAK_GLASS:
        refuse_colleagues(session, person_id)
    rows = AtDesk.objects.filter(session_id=session)
    rows.exclude(person_id=person_id, is_open=True).delete()
    row, _ = rows.update_or_create(
        session_id=session, person_id=person_id, is_open=True, defaults={"task": task, "at": now}
    )
    return _opened(row, now=now)


def open_listed(session: str, listed_id: int, *, task: str, now: datetime) -> Opened | None:
    """Open one of those whom the desk's last search found, or nobody else."""
    row = AtDesk.objects.filter(
        session_id=session, pk=listed_id, is_open=False, at__gte=now - IDLE
    ).first()
    return open_at_desk(session, row.person_id, task=task, now=now) if row else None


def list_beside(session: str, person_id: uuid.UUID, *, task: str, now: datetime) -> int:
    """Keep someone beside who is open, to be compared with them; return an id of that.

    :raises Refused: it is oneself, one's family, or a colleague.
    """
    refuse_colleagues(session, person_id)
    (listed,) = list_at_desk(session, [person_id], task=task, now=now)
    return listed


def listed_there(session: str, listed_id: int, *, now: datetime) -> uuid.UUID | None:
    """Return whom the desk has beside who is open, or None."""
    rows = AtDesk.objects.filter(
        session_id=session, pk=listed_id, is_open=False, at__gte=now - IDLE
    )
    return rows.values_list("person_id", flat=True).first()


def still_open(session: str, *, now: datetime) -> Opened | None:
    """Return who is open and let them stay so from now, or None; an idle one is closed."""
    found = OPEN.first(session=session)
    if found is None:
        return None
    pk, person_id, opened_for, at = found
    row = AtDesk(
        pk=pk, session_id=session, person_id=person_id, task=opened_for, at=at, is_open=True
    )
    if now - row.at > IDLE or _is_over(row, now=now):
        close_at_desk(session)
        return None
    if row.at != now:
        AtDesk.objects.filter(pk=row.pk).update(at=now)
    return _opened(row, now=now)


def _open(*, session: str) -> QuerySet[AtDesk, Row]:
    rows = AtDesk.objects.filter(session_id=session, is_open=True).order_by("id")
    return rows.values_list("id", "person_id", "task", "at")[:1]


OPEN = Prepared(_open)


def _opened(row: AtDesk, *, now: datetime) -> Opened:
    broken = row.task == BREAK_GLASS
    kept_back = broken and is_kept_back(str(row.session_id), row.person_id, now=now)
    return Opened(row.pk, row.person_id, row.task, kept_back)


def _is_over(row: AtDesk, *, now: datetime) -> bool:
    """Say whether a record stands open for a broken glass whose quarter of an hour is past."""
    if row.task != BREAK_GLASS:
        return False
    return not is_broken(str(row.session_id), row.person_id, now=now)


def close_at_desk(session: str) -> bool:
    """Forget whom a desk had before it; return whether there was anyone."""
    return AtDesk.objects.filter(session_id=session).delete()[0] > 0


def close_idle_desks(*, now: datetime) -> int:
    """Forget whom desks were left with; return how many rows there were."""
    return AtDesk.objects.filter(at__lt=now - IDLE).delete()[0]
