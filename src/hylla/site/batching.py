"""Works on files of records that cataloguers have sent in, while the worker does other things."""

import logging
import threading

from django.db import close_old_connections, connection

from hylla.catalogue.actions.batches import work_on_batches
from hylla.library.queries import policy_in_force
from hylla.privacy.clocks import today
from hylla.privacy.quarantine import is_closed, work
from hylla.site.ballast import with_room
from hylla.site.clock import Clock

LOOK_SECONDS = 2.0
PAUSE_SECONDS = 30.0
"""After what failed: a full disk is not better in a second."""
log = logging.getLogger("hylla.batches")


class Batching:
    """A thread that looks every other second; `stop` ends it after the piece at hand."""

    def __init__(self, clock: Clock, *, every: float = LOOK_SECONDS) -> None:
        self._clock = clock
        self._every = every
        self._stopping = threading.Event()
        # Each piece is one transaction: what is killed in the middle goes on from there.
        self._thread = threading.Thread(target=self.run, name="batching", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End soon."""
        self._stopping.set()

    def run(self) -> None:
        """Work until stopped."""
        while not self._stopping.is_set():
            self._stopping.wait(self.look())
        connection.close()

    def look(self) -> float:
        """Do one piece of work; return how long to wait until the next look."""
        try:
            with work():
                if not is_closed() and self._worked():
                    return 0.0
        except Exception:
            log.exception("batch_failed")
            return PAUSE_SECONDS
        finally:
            close_old_connections()
        return self._every

    def _worked(self) -> bool:
        now = self._clock()
        return with_room(lambda: work_on_batches(now=now, on=today(policy_in_force(), now)))
