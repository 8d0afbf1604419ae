"""Servers under measurement, each in a process of its own on a free port."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from hylla.site.bench.library import NOW
from hylla.site.check.postgres import free_port

START_SECONDS = 30


@contextmanager
def serving(name: str, command: Callable[[int], Sequence[str]]) -> Iterator[int]:
    """Run a server with this process's settings, and give its port; `command` is by the port."""
    port = free_port()
    environment = {**os.environ, "HYLLA_NOW": NOW.isoformat(), "HYLLA_PROCESS": f"bench-{name}"}
    with subprocess.Popen(command(port), env=environment) as process:  # noqa: S603 - our own commands
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("a server for the benchmark did not start")
