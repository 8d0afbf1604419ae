"""A thread beside the worker that looks again and again for one kind of work."""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection

from hylla.privacy.quarantine import is_closed, work

PAUSE_SECONDS = 30.0
"""After what failed: a full disk is not better in a second."""


class Looking:
    """Does a piece of work whenever there is one, and looks `every` so many seconds.

    Nothing is done while a backup is being restored. `stop` ends it after the piece at hand; what
    is killed in the middle of one must leave things whole, for nobody waits for it. `event` is
    what the log says of a piece that failed.
    """

    def __init__(
        self, piece: Callable[[], bool], *, every: float, log: logging.Logger, event: str
    ) -> None:
        self._piece = piece
        self._every = every
        self._log, self._event = log, event
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End soon."""
        self._stopping.set()

    def run(self) -> None:
        """Look until stopped."""
        while not self._stopping.is_set():
            self._stopping.wait(self.look())
        connection.close()

    def look(self) -> float:
        """Do one piece; return how long to wait: not at all where there may be more."""
        try:
            with work():
                if not is_closed() and self._piece():
                    return 0.0
        except Exception:
            self._log.exception(self._event)
            return PAUSE_SECONDS
        finally:
            close_old_connections()
        return self._every
