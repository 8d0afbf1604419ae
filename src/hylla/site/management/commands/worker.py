"""Run the worker alone: messages, short periods, the night, the catalogue's index and imports."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from hylla.site.batching import Batching
from hylla.site.clock import clock
from hylla.site.indexing import Indexing
from hylla.site.worker import Worker


class Command(BaseCommand):
    """Works until told to stop."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Work; a signal lets the piece at hand be finished."""
        worker, indexing, batching = Worker(clock()), Indexing(), Batching(clock())
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: worker.stop())
        indexing.start()
        batching.start()
        worker.run()
        indexing.stop()
        batching.stop()
