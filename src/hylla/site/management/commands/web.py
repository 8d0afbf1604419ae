"""Run the web application alone."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hylla.site.processes import web


class Command(BaseCommand):
    """Becomes granian."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process by the web server."""
        command = web(host=options["host"], port=options["port"], workers=options["workers"])
        os.execv(command[0], command)  # noqa: S606 - our own command line, no shell
