"""Keeps the index of the catalogue current while the worker does other things, the night too."""

import logging
import threading
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connection

from hylla.catalogue.actions.indexing import Follower
from hylla.catalogue.index.folder import Folder
from hylla.privacy.quarantine import is_closed, work

LOOK_SECONDS = 1.0
PAUSE_SECONDS = 30.0
"""After what failed: a full disk is not better in a second."""
log = logging.getLogger("hylla.search")


class Indexing:
    """A thread that looks every second; `stop` ends it after the piece at hand."""

    def __init__(self, *, every: float = LOOK_SECONDS) -> None:
        self._follower = Follower(Folder(Path(settings.HYLLA_SEARCH)))
        self._stopping = threading.Event()
        self._every = every
        # What is killed in the middle leaves an index that is whole: nobody need wait for it.
        self._thread = threading.Thread(target=self.run, name="indexing", daemon=True)

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
        """Take in what there is; return how long to wait until the next look."""
        try:
            with work():
                if not is_closed():
                    self._follower.keep_current()
        except Exception:
            log.exception("indexing_failed")
            return PAUSE_SECONDS
        finally:
            close_old_connections()
        return self._every
