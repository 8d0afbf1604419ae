"""Run the SIP2 server alone, for self-service machines."""

import asyncio
import os
from argparse import ArgumentParser
from typing import Any

import uvloop
from django.core.management.base import BaseCommand
from django.db import connection

from hylla.doors.sip2.library import DjangoLibrary
from hylla.doors.sip2.server import SipServer
from hylla.doors.sip2.settings import Settings
from hylla.site.clock import clock


class Command(BaseCommand):
    """Listens until told to stop."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen; TLS ends in front, at a tunnel or proxy."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=6001)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve; with SQLite the loop itself asks the library what is quickly answered."""
        settings = Settings(at_once=connection.vendor == "sqlite")
        if settings.at_once:
            # Django forbids it for fear of tasks that share a connection; here are none.
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        server = SipServer(
            options["host"], options["port"], DjangoLibrary(clock()), settings=settings
        )
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(server.serve())
