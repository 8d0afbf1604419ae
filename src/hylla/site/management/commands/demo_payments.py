"""Run the demo's payment provider alone; the demo starts it by itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hylla.clients.payments.local import serve
from hylla.site.clock import clock
from hylla.site.demo.payments import provider


class Command(BaseCommand):
    """Serves the provider until stopped. No money moves, and it says so."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--port", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        if not settings.HYLLA_DEMO:
            raise CommandError("There is a test provider of payments in a demo only.")
        local = provider(Path(settings.HYLLA_KEYS), port=options["port"], clock=clock())
        serve(local, port=options["port"]).serve_forever()
