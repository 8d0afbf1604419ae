"""Keeps the index of the catalogue current while the worker does other things, the night too."""

import logging
from pathlib import Path

from django.conf import settings

from hylla.catalogue.actions.indexing import Follower
from hylla.catalogue.index.folder import Folder
from hylla.site.looking import Looking

LOOK_SECONDS = 1.0
log = logging.getLogger("hylla.search")


class Indexing(Looking):
    """Looks every second, and takes in all there is."""

    def __init__(self, *, every: float = LOOK_SECONDS) -> None:
        self._follower = Follower(Folder(Path(settings.HYLLA_SEARCH)))
        super().__init__(self._followed, every=every, log=log, event="indexing_failed")

    def _followed(self) -> bool:
        self._follower.keep_current()
        return False
