"""Run the demo's other catalogues alone; the demo starts them by itself."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hylla.site.demo.neighbours import serve


class Command(BaseCommand):
    """Serves a few made-up titles as Libris, Alma and Biblioteksentralen would, until stopped."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--port", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        if not settings.HYLLA_DEMO:
            raise CommandError("There are made-up catalogues in a demo only.")
        serve(port=options["port"]).serve_forever()
