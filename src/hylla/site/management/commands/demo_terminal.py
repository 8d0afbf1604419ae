"""Run the demo's card terminal alone; the demo starts it by itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hylla.clients.payments.local import serve_terminal
from hylla.site.clock import clock
from hylla.site.demo.terminals import terminal


class Command(BaseCommand):
    """Serves the terminal until stopped. No money moves, and it says so."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--port", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        if not settings.HYLLA_DEMO:
            raise CommandError("There is a test terminal in a demo only.")
        local = terminal(Path(settings.HYLLA_KEYS), clock=clock())
        serve_terminal(local, port=options["port"]).serve_forever()
