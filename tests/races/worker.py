"""A process that lends when it is told to, at the very moment it is told.

Reads one JSON array a line, `[when, card, barcode]`, with `when` on the machine's monotonic clock,
and answers with a line: a loan's id, or the codes of a refusal.
"""

import json
import sys
import time
from contextlib import nullcontext
from types import ModuleType

import django

django.setup()

from hylla.circulation.actions import check_out  # noqa: E402 - as above
from hylla.library.models import Branch  # noqa: E402 - as above
from hylla.library.refusals import Refused  # noqa: E402 - as above
from tests.circulation.world import NOW, policy_of  # noqa: E402 - Django must be set up first


def main(guards: str) -> None:
    """Answer until the parent closes the pipe."""
    policy = policy_of("umea")
    branch_id = Branch.objects.get(code="main").pk
    if guards == "none":
        take_guards_away(sys.modules["hylla.circulation.actions.check_out"])
    say("ready")
    for line in sys.stdin:
        when, card, barcode = json.loads(line)
        while time.monotonic() < when:
            pass
        try:
            lent = check_out(
                card=card, barcode=barcode, branch_id=branch_id, now=NOW, policy=policy
            )
        except Refused as refused:
            say(" ".join(reason.code for reason in refused.reasons))
        else:
            say(str(lent.loan_id))


def take_guards_away(module: ModuleType) -> None:
    """Let facts be read before the lock, and outside the transaction that writes."""

    module.lock = lambda card, barcode: None  # type: ignore[attr-defined]  # as an attribute
    module.TRANSACTION = nullcontext()  # type: ignore[attr-defined]  # as an attribute


def say(text: str) -> None:
    """Tell the parent."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
