"""Works on files of records that cataloguers have sent in, while the worker does other things."""

import logging
from datetime import datetime

from hylla.catalogue.actions.batches import work_on_batches
from hylla.catalogue.rules.batches import BatchKind
from hylla.circulation.actions.many_copies import WAYS
from hylla.circulation.actions.parting_titles import PARTING
from hylla.library.queries import policy_in_force
from hylla.privacy.clocks import today
from hylla.site.ballast import with_room
from hylla.site.clock import Clock
from hylla.site.looking import Looking

LOOK_SECONDS = 2.0
BESIDE = {BatchKind.COPIES: WAYS, BatchKind.MERGE: PARTING}
log = logging.getLogger("hylla.batches")


def work_on_next(now: datetime) -> bool:
    """Do the next piece of work on batches; return whether there may be more."""
    on = today(policy_in_force(), now)
    return with_room(lambda: work_on_batches(now=now, on=on, beside=BESIDE))


class Batching(Looking):
    """Looks every other second; each piece is one transaction, and goes on from where it was."""

    def __init__(self, clock: Clock, *, every: float = LOOK_SECONDS) -> None:
        super().__init__(lambda: work_on_next(clock()), every=every, log=log, event="batch_failed")
