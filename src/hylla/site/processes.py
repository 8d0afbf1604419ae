"""Runs web, SIP2 and worker as processes under one supervisor that starts them again."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

from hylla.privacy import fleeting

log = logging.getLogger("hylla.supervisor")
LOOK_SECONDS = 0.2
STOP_SECONDS = 15
FIRST_PAUSE = 0.5
PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0
"""A process that keeps falling is started ever more slowly, up to twice a minute."""


@dataclass(frozen=True)
class Program:
    """A process to keep running."""

    name: str
    command: Sequence[str]


@dataclass
class _Running:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    pause: float = FIRST_PAUSE
    start_again_at: float | None = None


class Supervisor:
    """Keeps programs running until it is told to stop."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self._programs = programs
        self._running: list[_Running] = []
        self._memory = fleeting.memory()
        self._stopping = False

    def start(self) -> None:
        """Start every program."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        for program in self._programs:
            self._running.append(_Running(program, self._run(program), time.monotonic()))

    def watch(self) -> None:
        """Start again what falls, until a signal comes; then stop everything."""
        try:
            while not self._stopping:
                for each in self._running:
                    self._look_at(each)
                time.sleep(LOOK_SECONDS)
        finally:
            self._stop_all()

    def has_fallen(self) -> str | None:
        """Return the name of a program that ended by itself, if any."""
        fallen = (each.program.name for each in self._running if each.process.poll() is not None)
        return next(fallen, None)

    def stop_all(self) -> None:
        """Stop every program."""
        self._stop_all()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _look_at(self, each: _Running) -> None:
        if each.process.poll() is None:
            return
        now = time.monotonic()
        if each.start_again_at is None:
            if now - each.started > LONGEST_PAUSE:
                each.pause = FIRST_PAUSE
            each.start_again_at = now + each.pause
            each.pause = min(each.pause * 2, LONGEST_PAUSE)
            log.error(
                "process_ended",
                extra={"program": each.program.name, "status": each.process.returncode},
            )
        elif now >= each.start_again_at:
            each.process, each.started = self._run(each.program), now
            each.start_again_at = None

    def _run(self, program: Program) -> subprocess.Popen[bytes]:
        return _start(program, {fleeting.ENVIRONMENT: fleeting.path_of(self._memory)})

    def _stop_all(self) -> None:
        for each in self._running:
            if each.process.poll() is None:
                each.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for each in self._running:
            try:
                each.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                each.process.kill()
                each.process.wait()


def _start(program: Program, told: Mapping[str, str]) -> subprocess.Popen[bytes]:
    environment: Mapping[str, str] = {**os.environ, **told, "HYLLA_PROCESS": program.name}
    return subprocess.Popen(  # noqa: S603 - our own commands
        program.command,
        env=environment,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - the supervisor has one thread
    )


def _end_with_parent() -> None:
    """Let Linux stop this process when its supervisor is gone, even by `kill -9` (prctl(2)).

    Otherwise the ports would stay taken, and a new supervisor could start nothing.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def programs(*, host: str, port: int, sip2_port: int, workers: int) -> list[Program]:
    """Return the three programs of a library. SQLite has one web process, with a few threads."""
    return [
        Program("web", web(host=host, port=port, workers=workers)),
        Program("sip2", checked("sip2", "--host", host, "--port", str(sip2_port))),
        Program("worker", checked("worker")),
    ]


def checked(*arguments: str) -> list[str]:
    """Return the command line for a part of a program that the supervisor has checked whole."""
    return [sys.executable, "-m", "hylla.site", *arguments, "--skip-checks"]


def web(*, host: str, port: int, workers: int) -> list[str]:
    """Return granian's command line for the web application."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi",
        "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4",
        "--respawn-failed-workers", "--no-ws", "--log-level", "warning",
        "--workers-kill-timeout", "5",
        "hylla.site.wsgi:application",
    ]  # fmt: skip
