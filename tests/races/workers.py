"""Two processes that wait for the same moment."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from subprocess import Popen

from tests.circulation.processes import running

HEADSTART = 0.0005
"""Seconds between the word and the moment, so that both have read it."""


@contextmanager
def two_workers(module: str, guards: str) -> Iterator[list["Popen[str]"]]:
    """Run a module in two processes, with its guards or without."""
    with ExitStack() as stack:
        workers = [stack.enter_context(running(module, guards)) for _ in range(2)]
        for worker in workers:
            assert heard(worker) == "ready"
        yield workers


def heard(worker: "Popen[str]") -> str:
    """Return what a process says next."""
    assert worker.stdout is not None
    return worker.stdout.readline().strip()


def at_once(workers: list["Popen[str]"], *races: Sequence[object]) -> list[str]:
    """Let each do its own at the same moment, and return what they answer."""
    when = time.monotonic() + HEADSTART
    for worker, race in zip(workers, races, strict=True):
        assert worker.stdin is not None
        worker.stdin.write(json.dumps([when, *race]) + "\n")
    return [heard(worker) for worker in workers]
