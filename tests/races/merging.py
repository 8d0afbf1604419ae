"""A cataloguer who makes two titles one, or a patron who waits for the one that goes, told when.

Reads one JSON array a line: `[when, "merge", stays, goes]` or `[when, "hold", person, record,
branch]`, with `when` on the machine's monotonic clock, and answers with a line: "done", the codes
of a refusal, or the name of an error.
"""

import json
import sys
import time

import django

django.setup()

from datetime import timedelta  # noqa: E402 - Django must be set up first
from uuid import UUID  # noqa: E402 - as above

from django.db.models import QuerySet  # noqa: E402 - as above

from hylla.catalogue.actions.merging import Merge  # noqa: E402 - as above
from hylla.catalogue.queries.duplicates import side_by_side  # noqa: E402 - as above
from hylla.circulation.actions import holds  # noqa: E402 - as above
from hylla.circulation.actions.merging_titles import merge_titles  # noqa: E402 - as above
from hylla.library.refusals import Refused  # noqa: E402 - as above
from tests.circulation.world import NOW, policy_of  # noqa: E402 - as above
from tests.races.worker import say  # noqa: E402 - as above

NOT_AT_ONCE = 0.02
"""Seconds between looking for a queue and standing in it, where nothing guards it."""
POLICY = policy_of("fjordvik")


def main(guards: str) -> None:
    """Answer until the parent closes the pipe."""
    if guards == "none":
        unguard()
    say("ready")
    for line in sys.stdin:
        when, what, *told = json.loads(line)
        while time.monotonic() < when:
            pass
        try:
            merge(*told) if what == "merge" else wait(*told)
        except Refused as refused:
            say(" ".join(reason.code for reason in refused.reasons))
        except Exception as error:  # noqa: BLE001 - the answer is what went wrong
            say(type(error).__name__)
        else:
            say("done")


def merge(stays: int, goes: int) -> None:
    """Make two titles one."""
    pair = side_by_side(stays, goes)
    assert pair is not None
    merge_titles(Merge(stays, goes, pair.version), now=NOW + timedelta(hours=1), policy=POLICY)


def wait(person: str, record: int, branch: int) -> None:
    """Wait for a title."""
    holds.place_hold(
        person_id=UUID(person), record_id=record, pickup_branch_id=branch, now=NOW, policy=POLICY
    )


def unguard() -> None:
    """Lock nothing, and stand in the queue of a title as it was a moment ago."""
    QuerySet.select_for_update = lambda self, **_: self  # type: ignore[method-assign]  # the control

    def as_it_was(sought: holds.Sought) -> holds.Sought:
        time.sleep(NOT_AT_ONCE)
        return sought

    holds._in_its_queue = as_it_was


if __name__ == "__main__":
    main(sys.argv[1])
