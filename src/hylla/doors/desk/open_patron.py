"""The patron open at a desk: opened by a task, closed by staff or by five idle minutes."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of

KEY = "open_patron"
IDLE = timedelta(minutes=5)
"""How long a record stays open when nothing is done with it (`access.md`, task-bound access)."""


@dataclass(frozen=True)
class Opened:
    """Whose record is open, and for what task."""

    person_id: uuid.UUID
    task: Task


def open_patron(request: HttpRequest, person_id: uuid.UUID, task: Task) -> Opened:
    """Open a record at this desk, instead of the one that was."""
    opened = Opened(person_id, task)
    _keep(request, opened)
    return opened


def opened(request: HttpRequest) -> Opened | None:
    """Return the open record and let it stay open from now, or None; an idle one is closed."""
    told = request.session.get(KEY)
    if told is None:
        return None
    if now_of(request) - datetime.fromisoformat(told["at"]) > IDLE:
        close_patron(request)
        return None
    still = Opened(uuid.UUID(told["person"]), Task(told["task"]))
    _keep(request, still)
    return still


def close_patron(request: HttpRequest) -> None:
    """Close the record: what the session knew of it goes."""
    request.session.pop(KEY, None)


def _keep(request: HttpRequest, opened: Opened) -> None:
    request.session[KEY] = {
        "person": str(opened.person_id),
        "task": opened.task,
        "at": now_of(request).isoformat(),
    }
