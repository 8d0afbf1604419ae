"""Take pictures of the main pages, on a telephone and a desk, by day and in the dark."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """`./hylla screenshots DIR`: runs a demo of its own for it."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the pictures go."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Take them."""
        # The developers' tools; the other commands must run without them.
        from hylla.site.check.screenshots import take  # noqa: PLC0415 - as above
        from hylla.site.check.served_demo import served_demo  # noqa: PLC0415 - as above

        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        self.stdout.write("making a demo to look at")
        self.stdout.flush()
        with served_demo() as demo:
            taken = take(demo, folder, told=self.stdout.write)
        self.stdout.write(f"{taken} pictures in {folder}")
