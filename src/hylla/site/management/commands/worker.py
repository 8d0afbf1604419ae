"""Run the worker alone: messages, short periods, the night, the index of the catalogue."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from hylla.site.clock import clock
from hylla.site.indexing import Indexing
from hylla.site.worker import Worker


class Command(BaseCommand):
    """Works until told to stop."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Work; a signal lets the piece at hand be finished."""
        worker, indexing = Worker(clock()), Indexing()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: worker.stop())
        indexing.start()
        worker.run()
        indexing.stop()
