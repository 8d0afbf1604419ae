"""Run the library: web, SIP2 and worker under one supervisor, from HYLLA_* settings."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from hylla.library.actions import begin_first_run
from hylla.privacy.quarantine import is_closed
from hylla.site.clock import clock
from hylla.site.processes import Supervisor, programs
from hylla.site.start import refuse_taken, refuse_unfit


class Command(BaseCommand):
    """Migrates, checks, and serves until stopped."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen; TLS ends in front, at a proxy."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--sip2-port", type=int, default=6001)
        parser.add_argument("--workers", type=int, default=0, help="web processes; 0: as fits")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve. Ends with an error, before anything listens, where something is not fit."""
        refuse_taken(options["host"], options["port"], options["sip2_port"])
        if not is_closed():
            call_command("migrate", verbosity=0, interactive=False)
            refuse_unfit()
        supervisor = Supervisor(
            programs(
                host=options["host"],
                port=options["port"],
                sip2_port=options["sip2_port"],
                workers=options["workers"] or (1 if connection.vendor == "sqlite" else 2),
            )
        )
        address = f"http://{options['host']}:{options['port']}/"
        code = None if is_closed() else begin_first_run(now=clock()())
        connection.close()
        supervisor.start()
        told = " (in quarantine: ./hylla restore --state)" if is_closed() else ""
        self.stdout.write(f"ready {address}{told}")
        if code is not None:
            self.stdout.write(f"a new library: open {address}guide/?code={code}")
        self.stdout.flush()
        supervisor.watch()
