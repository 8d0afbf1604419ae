"""A patron who chooses a user name for reviews, at the very moment they are told.

Reads one JSON array a line, `[when, person, record, name]`, with `when` on the machine's monotonic
clock, and answers with a line: "told", or the codes of a refusal.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import django

django.setup()

from django.db.models import QuerySet  # noqa: E402 - Django must be set up first

from hylla.library.refusals import Refused  # noqa: E402 - as above
from hylla.reviews.actions import telling  # noqa: E402 - as above
from hylla.reviews.models import Reviewer  # noqa: E402 - as above
from hylla.reviews.rules import Told  # noqa: E402 - as above
from tests.circulation.world import NOW, policy_of  # noqa: E402 - as above
from tests.races.worker import say  # noqa: E402 - as above

NOT_AT_ONCE = 0.01
"""Seconds between looking whether a name is free and taking it, where nothing guards it."""


def main(guards: str) -> None:
    """Answer until the parent closes the pipe."""
    policy = policy_of("fjordvik")
    tell = telling.tell if guards == "all" else unguarded()
    say("ready")
    for line in sys.stdin:
        when, person, record, name = json.loads(line)
        while time.monotonic() < when:
            pass
        told = Told(stars=4, name=name)
        try:
            tell(told, person_id=UUID(person), record_id=record, now=NOW, policy=policy)
        except Refused as refused:
            say(" ".join(reason.code for reason in refused.reasons))
        else:
            say("told")


def unguarded() -> Callable[..., None]:
    """Take a name that was free a moment ago, past the table's own last word, under no lock."""
    QuerySet.select_for_update = lambda self, **_: self  # type: ignore[method-assign]  # the control

    def late(name: str, person_id: UUID) -> None:
        time.sleep(NOT_AT_ONCE)
        Reviewer.objects.create(person_id=person_id, name=name, folded=uuid4().hex)

    telling._write_name = late
    act: Any = telling.tell
    wrapped: Callable[..., None] = act.__wrapped__
    return wrapped


if __name__ == "__main__":
    main(sys.argv[1])
