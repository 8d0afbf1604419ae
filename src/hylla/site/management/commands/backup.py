"""Back the library up into DIR, and its keys, apart, with --keys DIR."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hylla.library.queries import policy_in_force
from hylla.site.clock import clock
from hylla.site.copies.making import back_up, back_up_keys
from hylla.site.copies.manifest import Unfit
from hylla.site.progress import Bar

PARTS = 1000


class Command(BaseCommand):
    """Makes a folder with a time in its name; the library goes on meanwhile."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to; the keys open what is sealed in backups, so they never go to the same place."""
        parser.add_argument("folder", nargs="?", metavar="DIR", help="otherwise HYLLA_BACKUPS")
        parser.add_argument("--keys", metavar="DIR", help="copy the keys there, and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, and say where to. Exit 1 where that was not possible; then nothing is left."""
        parent = options["folder"] or settings.HYLLA_BACKUPS
        try:
            if options["keys"]:
                backups = Path(parent or settings.HYLLA_DATA)
                self._told(back_up_keys(Path(options["keys"]), backups=backups, now=clock()()))
                return
            if not parent:
                raise CommandError("Name the folder to back up into: ./hylla backup DIR")
            self._told(self._back_up(Path(parent)))
        except Unfit as problem:
            raise CommandError(str(problem)) from problem

    def _back_up(self, parent: Path) -> Path:
        with Bar(self.stderr, PARTS, what="thousandths") as bar:
            return back_up(
                parent,
                policy=policy_in_force(),
                now=clock()(),
                progress=lambda done, total: bar.show(
                    done * PARTS // max(total, 1), done * PARTS // max(total, 1)
                ),
            )

    def _told(self, folder: Path) -> None:
        self.stdout.write(str(folder))
