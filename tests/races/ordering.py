"""A desk that sends wishes to another library, at the very moment it is told.

Reads one JSON array a line, `[when, wish, partner]`, with `when` on the machine's monotonic clock,
and answers with a line: an order's id, or the codes of a refusal.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db.models import QuerySet  # noqa: E402 - Django must be set up first

from hylla.interlibrary.actions import ordering  # noqa: E402 - as above
from hylla.interlibrary.models import Wish  # noqa: E402 - as above
from hylla.library.refusals import Refused  # noqa: E402 - as above
from tests.circulation.world import NOW  # noqa: E402 - as above
from tests.races.worker import say  # noqa: E402 - as above

NOT_AT_ONCE = 0.01
"""Seconds between what is read and what is written, where nothing guards it."""


def main(guards: str) -> None:
    """Answer until the parent closes the pipe."""
    act = ordering.order if guards == "all" else unguarded()
    say("ready")
    for line in sys.stdin:
        when, wish, partner = json.loads(line)
        while time.monotonic() < when:
            pass
        try:
            told = str(act(UUID(wish), partner_id=partner, now=NOW))
        except Refused as refused:
            told = " ".join(reason.code for reason in refused.reasons)
        say(told)


def unguarded() -> Callable[..., UUID]:
    """Let nothing be locked, and what is read be old when something is written."""
    QuerySet.select_for_update = lambda self, **_: self  # type: ignore[method-assign]  # the control
    locked = ordering.locked_wish

    def late(wish_id: UUID) -> Wish:
        row = locked(wish_id)
        time.sleep(NOT_AT_ONCE)
        return row

    ordering.locked_wish = late
    act: Any = ordering.order
    wrapped: Callable[..., UUID] = act.__wrapped__
    return wrapped


if __name__ == "__main__":
    main(sys.argv[1])
