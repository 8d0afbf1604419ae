"""Look for markers in the raw bytes of every store, and say where they are."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hylla.privacy.residue import scan


class Command(BaseCommand):
    """Exit 0: nowhere. Exit 1: found. Exit 2: a store could not be looked into."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to look for: ids, numbers, names."""
        parser.add_argument("marker", nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        """Scan and print what was found, what was read, and what could not be."""
        result = scan(options["marker"])
        for hit in result.hits:
            self.stdout.write(f"{hit.count:>6}  {hit.marker}  {hit.store}  {hit.file}")
        self.stdout.write(
            f"{result.files} files, {result.size} bytes read, {len(result.hits)} hits"
        )
        for name in result.unreachable:
            self.stderr.write(f"could not look into: {name}")
        if result.hits or result.unreachable:
            sys.exit(1 if result.hits else 2)
