"""Import records: import marc FILE... (ISO 2709 and MARCXML), as they are or by a profile."""

import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hylla.catalogue.actions import import_marc
from hylla.catalogue.queries.batches import BatchFacts, batch, profiles
from hylla.catalogue.rules.batches import Stage
from hylla.library.queries import branch_with_code
from hylla.library.refusals import Refused
from hylla.site.clock import clock
from hylla.site.deliveries import take_in, told
from hylla.site.keyboard import said_no
from hylla.site.progress import Bar


class Command(BaseCommand):
    """Reads each file, shows progress, and reports what was read, updated, skipped and why."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The format, and the files."""
        parser.add_argument("format", choices=["marc"])
        parser.add_argument("file", nargs="+", type=Path)
        parser.add_argument("--branch", help="code of ours for copies of branches unknown here")
        parser.add_argument("--profile", help="take the files in by the rules of this profile")
        parser.add_argument(
            "--look", action="store_true", help="with --profile: wait for a yes in the browser"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import. Exit 1 where a file could not be read at all."""
        missing = [file for file in options["file"] if not file.is_file()]
        for file in missing:
            self.stderr.write(f"{file}: there is no such file")
        files = [file for file in options["file"] if file not in missing]
        if options["profile"] or options["look"]:
            is_whole = self._by_profile(files, **options)
        else:
            is_whole = self._as_they_are(files, options["branch"])
        if missing or not is_whole:
            sys.exit(1)

    def _as_they_are(self, files: list[Path], code: str | None) -> bool:
        branch = branch_with_code(code) if code else None
        if code and branch is None:
            raise CommandError(f"There is no branch {code}")
        with Bar(self.stderr, sum(file.stat().st_size for file in files)) as bar:
            report = import_marc(
                files,
                on=clock()().date(),
                progress=bar.show,
                branch_id=branch.id if branch else None,
            )
        self.stdout.write(report.in_words())
        return not report.unreadable

    def _by_profile(self, files: list[Path], **options: Any) -> bool:
        name = options["profile"] or ""
        found = next((each for each in profiles() if each.name == name), None)
        if found is None:
            known = ", ".join(each.name for each in profiles()) or "none yet"
            raise CommandError(f"There is no profile {name!r}. Those there are: {known}")
        if options["branch"]:
            raise CommandError("With --profile, its own branch is taken: leave --branch out")
        numbers = [self._one_by(found.id, file, only_look=options["look"]) for file in files]
        return None not in numbers

    def _one_by(self, profile_id: int, file: Path, *, only_look: bool) -> int | None:
        bars: dict[Stage, Bar] = {}
        with ExitStack() as shown:

            def show(facts: BatchFacts) -> None:
                if facts.stage not in bars:
                    what = "bytes" if facts.stage is Stage.READING else "records"
                    bar = Bar(self.stderr, facts.size, what=what)
                    bars[facts.stage] = shown.enter_context(bar)
                bars[facts.stage].show(facts.done, facts.done)

            try:
                number = take_in(
                    file, profile_id=profile_id, clock=clock(), progress=show, only_look=only_look
                )
            except Refused as refused:
                self.stderr.write(f"{file}: {said_no(refused)}")
                return None
        for line in told(number):
            self.stdout.write(line)
        facts = batch(number)
        return number if facts and facts.stage is not Stage.FAILED else None
