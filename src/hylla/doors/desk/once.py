"""One act a scan: a browser that got no answer sends it again, and it is not done again."""

import secrets
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest

from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.patrons.actions import scans
from hylla.patrons.rules.scans import Taken, mark_of

WORD = "word"
"""The field with the random word of a scan: the same when the scan is sent again."""

Done = TypeVar("Done")


def new_word() -> str:
    """Return a word for the next scan of a page."""
    return secrets.token_urlsafe(12)


def once(
    request: HttpRequest,
    entry: str,
    act: Callable[[], Done],
    *,
    as_taken: Callable[[Done], Taken],
) -> Done | Taken:
    """Do what a scan asks for and return what came of it, or what came of it the first time.

    :raises Refused: nothing was done, now or before.
    """
    word = told(request.POST, WORD)
    if not word:
        return act()
    session, mark = request.session.session_key or "", mark_of(word, entry)
    return scans.once(session, mark, act=act, as_taken=as_taken, now=now_of(request))
