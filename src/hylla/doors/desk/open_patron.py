"""The patron open at this desk: opened by a task, closed by staff, idle minutes or erasure."""

import uuid
from collections.abc import Iterable

from django.http import HttpRequest

from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.patrons import actions
from hylla.patrons.actions import Opened
from hylla.patrons.queries import opening_at
from hylla.patrons.rules import IDLE

__all__ = [
    "IDLE",
    "Opened",
    "beside",
    "close_patron",
    "is_another",
    "keep_beside",
    "keep_found",
    "open_found_patron",
    "open_patron",
    "opened",
    "opening",
]

SHOWN = "opened"
"""The field in which a form says for which opening its page was made."""
NOBODY = "0"
"""What stands there when the page was made while nobody was open."""
LONGEST_ID = 18
"""Digits of a number that both databases take."""


def open_patron(request: HttpRequest, person_id: uuid.UUID, task: Task) -> Opened:
    """Open a record at this desk, instead of the one that was."""
    return actions.open_at_desk(_desk(request), person_id, task=task, now=now_of(request))


def keep_found(request: HttpRequest, people: Iterable[uuid.UUID]) -> tuple[int, ...]:
    """Remember whom a search found: nobody else is opened from its list."""
    return actions.list_at_desk(_desk(request), people, task=Task.LIST, now=now_of(request))


def open_found_patron(request: HttpRequest, listed: str, task: Task) -> Opened | None:
    """Open one of those whom the last search here found."""
    if not (listed.isascii() and listed.isdigit() and len(listed) <= LONGEST_ID):
        return None
    return actions.open_listed(_desk(request), int(listed), task=task, now=now_of(request))


def keep_beside(request: HttpRequest, person_id: uuid.UUID, task: Task) -> int:
    """Remember whom the open patron is compared with.

    :raises Refused: it is oneself, one's family, or a colleague.
    """
    return actions.list_beside(_desk(request), person_id, task=task, now=now_of(request))


def beside(request: HttpRequest, listed: str) -> uuid.UUID | None:
    """Return whom the open patron is compared with, or None."""
    if not (listed.isascii() and listed.isdigit() and len(listed) <= LONGEST_ID):
        return None
    return actions.listed_there(_desk(request), int(listed), now=now_of(request))


def opened(request: HttpRequest) -> Opened | None:
    """Return the open record and let it stay open from now, or None; an idle one is closed."""
    return actions.still_open(_desk(request), now=now_of(request))


def opening(request: HttpRequest) -> int | None:
    """Return which opening stands here, for a page that shows nobody."""
    return opening_at(_desk(request), now=now_of(request))


def is_another(request: HttpRequest, open_here: Opened | None) -> bool:
    """Say whether a form comes from a page on which another patron was open, or is no more.

    Two pages of one browser share the desk: what is typed on one must not reach the other's patron.
    """
    shown = told(request.POST, SHOWN)
    return bool(shown) and shown != (str(open_here.id) if open_here else NOBODY)


def close_patron(request: HttpRequest) -> bool:
    """Close the record: what the desk knew of it goes. Return whether there was any."""
    return actions.close_at_desk(_desk(request))


def _desk(request: HttpRequest) -> str:
    """Return the session that is this desk; only staff who are logged in come here."""
    key = request.session.session_key
    assert key is not None, "whoever works at a desk has a session"  # noqa: S101 - for mypy
    return key
