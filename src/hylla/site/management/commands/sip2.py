"""Run the SIP2 server alone, for self-service machines."""

import asyncio
from argparse import ArgumentParser
from typing import Any

import uvloop
from django.core.management.base import BaseCommand

from hylla.doors.sip2.library import DjangoLibrary
from hylla.doors.sip2.server import SipServer
from hylla.site.clock import clock


class Command(BaseCommand):
    """Listens until told to stop."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen; TLS ends in front, at a tunnel or proxy."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=6001)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        server = SipServer(options["host"], options["port"], DjangoLibrary(clock()))
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(server.serve())
