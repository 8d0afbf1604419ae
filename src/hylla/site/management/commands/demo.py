"""Run a whole made-up library on this machine, with patrons, staff and things to borrow."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from hylla.catalogue.actions import import_marc
from hylla.library.queries import policy_in_force
from hylla.site.clock import clock
from hylla.site.demo import eid, neighbours, payments, report, terminals, texting
from hylla.site.demo.build import build
from hylla.site.demo.house import kiosk_code
from hylla.site.demo.places import BRANCHES
from hylla.site.processes import Program, Supervisor, programs
from hylla.site.progress import Bar
from hylla.site.start import refuse_taken, refuse_unfit

HOST = "127.0.0.1"
READY_SECONDS = 60


class Command(BaseCommand):
    """Makes the library once, and serves it until stopped."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The first two are read before Django starts: hylla.site.demo.environment."""
        parser.add_argument("--library", help="whose policy to run: fjordvik, umea, bergen ...")
        parser.add_argument("--now", help="the time it is in the library: 2027-03-01T12:00")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--sip2-port", type=int, default=6001)
        parser.add_argument("--marc", type=Path, nargs="+", help="more records, from MARC files")
        parser.add_argument("--build-only", action="store_true", help="make it, do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or open the library, then serve it."""
        folder = Path(settings.HYLLA_DATA)
        folder.mkdir(parents=True, exist_ok=True)
        if not options["build_only"]:
            refuse_taken(HOST, options["port"], options["sip2_port"])
        call_command("migrate", verbosity=0, interactive=False)
        refuse_unfit()
        demo = report.read(folder) if report.exists(folder) else build(clock()(), self._tell)
        self._code = kiosk_code(now=clock()())
        report.write(
            folder,
            demo,
            host=HOST,
            port=options["port"],
            sip2_port=options["sip2_port"],
            kiosk_code=self._code,
        )
        if options["marc"]:
            self._import(options["marc"])
        if options["build_only"]:
            return
        more = [
            *self._eid(demo, options["port"]),
            *self._payments(),
            *self._terminals(),
            *self._texting(options["port"]),
            self._neighbours(),
        ]
        connection.close()
        self._serve(options["port"], options["sip2_port"], more)

    def _eid(self, demo: report.Demo, port: int) -> list[Program]:
        """Return the provider of made-up e-IDs, where this library takes any."""
        if not eid.offered(policy_in_force()):
            return []
        cards = [each["card"] for each in demo.patrons]
        own = eid.prepare(Path(settings.HYLLA_DATA), Path(settings.HYLLA_KEYS), cards=cards)
        return [eid.program(own, web_port=port)]

    def _payments(self) -> list[Program]:
        """Return the provider that moves no money, where fees are paid on the web."""
        if not payments.offered(policy_in_force()):
            return []
        port = eid.free_port()
        payments.prepare(Path(settings.HYLLA_DATA), Path(settings.HYLLA_KEYS), port=port)
        return [payments.program(port)]

    def _terminals(self) -> list[Program]:
        """Return the card terminal that moves no money, where the staff of the demo work."""
        self._terminal_page = ""
        if not terminals.offered(policy_in_force()):
            return []
        port = eid.free_port()
        data, keys = Path(settings.HYLLA_DATA), Path(settings.HYLLA_KEYS)
        terminals.prepare(data, keys, branch=BRANCHES[0].code, port=port)
        self._terminal_page = f"http://{HOST}:{port}/"
        return [terminals.program(port)]

    def _texting(self, web_port: int) -> list[Program]:
        """Return the gateway that sends nothing, where there are text messages."""
        self._sms_page = ""
        if not texting.offered(policy_in_force()):
            return []
        port = eid.free_port()
        texting.prepare(Path(settings.HYLLA_DATA), Path(settings.HYLLA_KEYS), port=port)
        self._sms_page = f"http://{HOST}:{port}/"
        return [texting.program(port, web_port=web_port)]

    def _neighbours(self) -> Program:
        """Return the catalogues from which its cataloguers take records."""
        port = eid.free_port()
        neighbours.prepare(Path(settings.HYLLA_DATA), port=port)
        return neighbours.program(port)

    def _tell(self, what: str) -> None:
        self.stdout.write(what)
        self.stdout.flush()

    def _import(self, files: list[Path]) -> None:
        missing = [str(file) for file in files if not file.is_file()]
        if missing:
            raise CommandError(f"There is no such file: {', '.join(missing)}")
        with Bar(self.stderr, sum(file.stat().st_size for file in files)) as bar:
            imported = import_marc(files, on=clock()().date(), progress=bar.show)
        self._tell(imported.in_words())

    def _serve(self, port: int, sip2_port: int, more: list[Program]) -> None:
        usual = programs(host=HOST, port=port, sip2_port=sip2_port, workers=1)
        supervisor = Supervisor([*usual, *more])
        supervisor.start()
        address = f"http://{HOST}:{port}/"
        deadline = time.monotonic() + READY_SECONDS
        while not _answers(f"{address}healthz"):
            fallen = supervisor.has_fallen()
            if fallen or time.monotonic() > deadline:
                supervisor.stop_all()
                self.stderr.write(f"{fallen or 'web'} did not start; see the log files")
                sys.exit(1)
            time.sleep(0.1)
        self._tell(f"ready {address}  (desk: {address}desk/  my page: {address}my/)")
        self._tell(f"self-service, for one browser: {address}kiosk/start/?code={self._code}")
        if self._terminal_page:
            self._tell(f"card terminal, which moves no money: {self._terminal_page}")
        if self._sms_page:
            self._tell(f"text messages, which go nowhere else: {self._sms_page}")
        self._tell(f"log-ins: {Path(settings.HYLLA_DATA) / report.FILE}   stop: Ctrl-C")
        supervisor.watch()


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2) as answer:  # noqa: S310 - our own, on this machine
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
