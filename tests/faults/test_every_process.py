"""Any process of a running library is killed while machines lend: nothing is lost or doubled.

Each kind once in the check; `HYLLA_KILLS=50` for the long storm.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from django.db import connection

from hylla.formats import sip2
from hylla.site.check.postgres import Cluster, cluster, free_port
from tests.doors.sip2.terminal import Terminal, check_out, login

# Its library stands in other processes.
pytestmark = [pytest.mark.faults, pytest.mark.database]

ROOT = Path(__file__).parents[2]
TERMINALS = 3
BETWEEN = 20
"""Loans that must succeed before the next process is killed."""
PATIENCE = 90
SECRET = "a machine in the storm"


@dataclass
class Lending:
    """Machines that lend one item after the other, and connect again when the line breaks."""

    port: int
    cards: list[str]
    barcodes: "SimpleQueue[str]"
    acknowledged: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def run(self) -> None:
        """Lend until it is over. What was asked and not answered is never asked again."""
        while not self.over.is_set():
            try:
                with Terminal(self.port) as terminal:
                    terminal.ask_login(login("storm", SECRET))
                    while not self.over.is_set():
                        self._lend(terminal)
            except (OSError, AssertionError):
                time.sleep(0.05)
            except Empty:
                return

    def _lend(self, terminal: Terminal) -> None:
        barcode = self.barcodes.get_nowait()
        wish = check_out(barcode, patron=random.choice(self.cards))
        if terminal.ask(wish, sip2.CheckoutAnswer).ok:
            self.acknowledged.append(barcode)

    def wait_for_loans(self, number: int) -> None:
        """Wait until so many more are lent: the library is back."""
        wanted, until = len(self.acknowledged) + number, time.monotonic() + PATIENCE
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < until, "the library did not come back"
            time.sleep(0.02)


class Served:
    """`hylla serve`, started again when it is killed, as an operating system's manager would."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.port, self.sip2_port = free_port(), free_port()
        self._process = self._start()

    def stop(self) -> None:
        """Stop it in order."""
        self._process.terminate()
        self._process.communicate(timeout=30)

    def kill_supervisor(self) -> None:
        """Kill the supervisor, and start it again as soon as the ports are free."""
        self._process.kill()
        self._process.communicate()
        until = time.monotonic() + PATIENCE
        while True:
            self._process = self._start()
            assert self._process.stdout is not None
            if self._process.stdout.readline().startswith("ready"):
                return
            self._process.communicate()
            assert time.monotonic() < until, "the dead supervisor's programs kept their ports"
            time.sleep(0.2)

    def kill(self, word: str) -> None:
        """Kill the newest process below the supervisor that has this word in its command."""
        until = time.monotonic() + PATIENCE
        while not (found := [pid for pid in below(self._process.pid) if word in command_of(pid)]):
            assert time.monotonic() < until, f"no process for {word}"
            time.sleep(0.05)
        os.kill(found[-1], signal.SIGKILL)

    def _start(self) -> "subprocess.Popen[str]":
        arguments = ["serve", "--port", str(self.port), "--sip2-port", str(self.sip2_port)]
        return subprocess.Popen(
            [sys.executable, "-m", "hylla.site", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )


def below(pid: int) -> list[int]:
    """Return a process's children and theirs (Linux)."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [each for child in map(int, children) for each in (child, *below(child))]


def command_of(pid: int) -> str:
    """Return a process's command line."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def kill_backend(server: Cluster) -> None:
    """Kill a process of PostgreSQL that serves the library: all others restart with it."""
    with psycopg.connect(server.admin_url, autocommit=True) as admin:
        rows = admin.execute(
            "SELECT pid FROM pg_stat_activity WHERE usename = 'hylla' AND pid <> pg_backend_pid()"
        ).fetchall()
    if rows:
        os.kill(random.choice(rows)[0], signal.SIGKILL)


def kill_server(server: Cluster) -> None:
    """Kill all of PostgreSQL at once, and start it again."""
    server.kill()
    server.start()


def weapons(served: Served, server: Cluster | None) -> list[Callable[[], None]]:
    """Return a way to kill for each kind of process there is."""
    ways: list[Callable[[], None]] = [
        lambda: served.kill("sip2"),
        lambda: served.kill("granian"),
        lambda: served.kill("hylla.site worker"),
        served.kill_supervisor,
    ]
    if server is not None:
        ways += [lambda: kill_backend(server), lambda: kill_server(server)]
    return ways


@contextmanager
def lending(port: int, stock: dict[str, Any]) -> Iterator[Lending]:
    """Let machines lend meanwhile."""
    barcodes: SimpleQueue[str] = SimpleQueue()
    for barcode in stock["barcodes"]:
        barcodes.put(barcode)
    storm = Lending(port, stock["cards"], barcodes)
    threads = [Thread(target=storm.run) for _ in range(TERMINALS)]
    for thread in threads:
        thread.start()
    try:
        yield storm
    finally:
        storm.over.set()
        for thread in threads:
            thread.join()


def house(environment: Mapping[str, str], *arguments: str) -> dict[str, Any]:
    """Make the library, or count what became of it, in a process with its settings."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.house", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_no_process_can_be_killed_so_that_a_loan_is_lost(tmp_path: Path) -> None:
    on_postgresql = connection.vendor == "postgresql"
    with cluster() if on_postgresql else nullcontext() as server:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HYLLA_")},
            "DJANGO_SETTINGS_MODULE": "hylla.site.settings",
            "HYLLA_DATA": str(tmp_path / "data"),
            "HYLLA_DATABASE_URL": server.url if server else f"sqlite:///{tmp_path}/storm.sqlite3",
            "HYLLA_DEMO": "1",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        stock = house(environment, "make", SECRET)
        served = Served(environment)
        try:
            ways = weapons(served, server)
            kills = int(os.environ.get("HYLLA_KILLS", len(ways)))
            with lending(served.sip2_port, stock) as storm:
                for kill in islice(cycle(ways), kills):
                    storm.wait_for_loans(BETWEEN)
                    kill()
                storm.wait_for_loans(BETWEEN)
        finally:
            served.stop()
        end = house(environment, "count")
    assert len(storm.acknowledged) == len(set(storm.acknowledged)) > kills * BETWEEN
    assert set(storm.acknowledged) <= set(end["lent"]), "an acknowledged loan was lost"
    assert len(end["lent"]) == len(set(end["lent"])), "an item was lent twice"
    # What was not acknowledged is at most what each machine had asked when the line broke.
    assert len(end["lent"]) - len(storm.acknowledged) <= (kills + 1) * TERMINALS
    # A loan and its number stand in one transaction: neither is there without the other.
    assert end["counted"] == len(end["lent"])
