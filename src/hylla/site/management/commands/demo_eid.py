"""Run the demo's made-up e-ID alone; the demo starts it by itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hylla.clients.eid.local import serve
from hylla.site.clock import clock
from hylla.site.demo.eid import provider


class Command(BaseCommand):
    """Serves the provider until stopped. It asks nobody for a password: for made-up people only."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and at which port of this machine the library is."""
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--web-port", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        if not settings.HYLLA_DEMO:
            raise CommandError("There is a made-up e-ID in a demo only.")
        local = provider(
            Path(settings.HYLLA_DATA),
            port=options["port"],
            web_port=options["web_port"],
            clock=clock(),
        )
        serve(local, port=options["port"]).serve_forever()
