"""Restore a backup in quarantine: it opens only when nobody who was erased is back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hylla.privacy.quarantine import quarantine
from hylla.site.clock import clock
from hylla.site.copies.examining import examine
from hylla.site.copies.manifest import Unfit
from hylla.site.copies.restoring import (
    StillClosedError,
    give_up,
    restore,
    restore_keys,
    resume,
)
from hylla.site.progress import Bar

PARTS = 1000
STILL_CLOSED = (
    "The library stays in quarantine: nobody can log in, nothing is sent. Mend what is said above,"
    " then go on with: ./hylla restore --resume"
)


class Command(BaseCommand):
    """Checks everything first; a backup that does not fit changes nothing."""

    help = __doc__
    # On a new machine there are no tables yet, and no policy in them.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which backup; or what to do about a restore that was broken off."""
        parser.add_argument("folder", nargs="?", metavar="DIR")
        parser.add_argument("--keys", metavar="DIR", help="put the keys back, and nothing else")
        parser.add_argument("--resume", action="store_true", help="go on with what stopped")
        parser.add_argument("--give-up", action="store_true", help="open again, if nothing changed")
        parser.add_argument("--state", action="store_true", help="say how far it is")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore. Exit 1: nothing was changed; exit 2: the library stays in quarantine."""
        try:
            self._run(options)
        except Unfit as problem:
            raise CommandError(str(problem)) from problem
        except StillClosedError as problem:
            raise CommandError(f"{problem}\n{STILL_CLOSED}", returncode=2) from problem

    def _run(self, options: dict[str, Any]) -> None:
        if options["state"]:
            self._state()
        elif options["keys"]:
            number = restore_keys(Path(options["keys"]))
            self.stdout.write(f"{number} keys are in place")
        elif options["give_up"]:
            give_up()
            self.stdout.write("open: nothing was changed")
        elif options["resume"]:
            resume(now=clock()(), tell=self._tell)
        elif options["folder"]:
            self._restore(Path(options["folder"]))
        else:
            raise CommandError("Name the backup's folder: ./hylla restore DIR")

    def _restore(self, folder: Path) -> None:
        now = clock()()
        self._tell("looking at the backup")
        examined = examine(folder, now=now)
        with Bar(self.stderr, PARTS, what="thousandths") as bar:

            def show(done: int, total: int) -> None:
                part = done * PARTS // max(total, 1)
                bar.show(part, part)

            restore(examined, now=now, tell=self._tell, progress=show)

    def _state(self) -> None:
        state = quarantine()
        if state is None:
            self.stdout.write("open")
            return
        self.stdout.write(f"in quarantine since {state.since_at:%Y-%m-%d %H:%M} UTC")
        self.stdout.write(f"backup: {state.backup}, of {state.taken_at:%Y-%m-%d %H:%M} UTC")
        self.stdout.write(f"step: {state.step}")
        if state.problem:
            self.stdout.write(f"problem: {state.problem}")

    def _tell(self, what: str) -> None:
        self.stdout.write(what)
        self.stdout.flush()
