"""Import bibliographic records: import marc FILE... (ISO 2709 and MARCXML)."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hylla.catalogue.actions import import_marc
from hylla.library.queries import branch_with_code
from hylla.site.clock import clock
from hylla.site.progress import Bar


class Command(BaseCommand):
    """Reads each file, shows progress, and reports what was read, updated, skipped and why."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The format, and the files."""
        parser.add_argument("format", choices=["marc"])
        parser.add_argument("file", nargs="+", type=Path)
        parser.add_argument("--branch", help="code of ours for copies of branches unknown here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import. Exit 1 where a file could not be read at all."""
        branch = branch_with_code(options["branch"]) if options["branch"] else None
        if options["branch"] and branch is None:
            raise CommandError(f"There is no branch {options['branch']}")
        missing = [file for file in options["file"] if not file.is_file()]
        for file in missing:
            self.stderr.write(f"{file}: there is no such file")
        files = [file for file in options["file"] if file not in missing]
        with Bar(self.stderr, sum(file.stat().st_size for file in files)) as bar:
            report = import_marc(
                files,
                on=clock()().date(),
                progress=bar.show,
                branch_id=branch.id if branch else None,
            )
        self.stdout.write(report.in_words())
        if missing or report.unreadable:
            sys.exit(1)
