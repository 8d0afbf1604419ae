"""Run the demo's gateway for text messages alone; the demo starts it by itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hylla.clients.sms.local import serve
from hylla.site.clock import clock
from hylla.site.demo.texting import gateway


class Command(BaseCommand):
    """Serves the gateway until stopped. Nothing is sent, and its page shows what it was given."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and where the library is."""
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--web-port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        if not settings.HYLLA_DEMO:
            raise CommandError("There is a test gateway for text messages in a demo only.")
        keys = Path(settings.HYLLA_KEYS)
        local = gateway(keys, web_port=options["web_port"], clock=clock())
        serve(local, port=options["port"]).serve_forever()
