"""The index of the catalogue: index [--rebuild] [--follow]. Titles only, never people."""

import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hylla.catalogue.actions.indexing import Did, Follower, rebuild
from hylla.catalogue.index.folder import Folder
from hylla.site.indexing import Indexing

WORDS = {
    Did.NOTHING: "the index is current",
    Did.FOLLOWED: "the index is current again",
    Did.BUILT: "the index was built",
    Did.ANOTHER_IS_AT_IT: "another process is at it: look again in a moment",
}


class Command(BaseCommand):
    """Brings the index up to date once, builds it anew, or keeps it current until told to stop."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One or the other."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--rebuild", action="store_true", help="build it anew beside the old")
        which.add_argument(
            "--follow",
            action="store_true",
            help="keep it current; for a machine with web processes and without the worker",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so; exit 1 where another process is at it."""
        folder = Folder(Path(settings.HYLLA_SEARCH))
        if options["follow"]:
            self._follow()
        elif options["rebuild"]:
            count = rebuild(folder)
            if count is None:
                raise CommandError(WORDS[Did.ANOTHER_IS_AT_IT])
            self.stdout.write(f"the index was built: {count} titles")
        else:
            did = Follower(folder).keep_current()
            if did is Did.ANOTHER_IS_AT_IT:
                raise CommandError(WORDS[did])
            self.stdout.write(WORDS[did])

    def _follow(self) -> None:
        indexing = Indexing()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: indexing.stop())
        indexing.run()
