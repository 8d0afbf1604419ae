"""Works on files of records that cataloguers have sent in, while the worker does other things."""

import logging

from hylla.catalogue.actions.batches import work_on_batches
from hylla.catalogue.rules.batches import BatchKind
from hylla.circulation.actions.many_copies import WAYS
from hylla.library.queries import policy_in_force
from hylla.privacy.clocks import today
from hylla.site.ballast import with_room
from hylla.site.clock import Clock
from hylla.site.looking import Looking

LOOK_SECONDS = 2.0
BESIDE = {BatchKind.COPIES: WAYS}
log = logging.getLogger("hylla.batches")


class Batching(Looking):
    """Looks every other second; each piece is one transaction, and goes on from where it was."""

    def __init__(self, clock: Clock, *, every: float = LOOK_SECONDS) -> None:
        self._clock = clock
        super().__init__(self._worked, every=every, log=log, event="batch_failed")

    def _worked(self) -> bool:
        now = self._clock()
        return with_room(
            lambda: work_on_batches(now=now, on=today(policy_in_force(), now), beside=BESIDE)
        )
