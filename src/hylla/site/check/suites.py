"""Run pytest several times at once, each in its own process and with its own database."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from hylla.site.check.packages import say

ROOT = Path(__file__).resolve().parents[4]
PROGRESS_SECONDS = 30
END_SECONDS = 15
# How much nicer (setpriority(2)) a run is to those of the rank before.
GIVES_WAY = 3
MEMORY_PER_SUITE = 2**31
# Where the browser and the real records are, and how long the long ways are.
KEPT_SETTINGS = (
    *("HYLLA_ALL_MUTANTS", "HYLLA_CHROMIUM", "HYLLA_EVERYWHERE"),
    *("HYLLA_KILLS", "HYLLA_RUNS", "HYLLA_SHARED"),
)


@dataclass(frozen=True)
class Suite:
    """One run of pytest to make: its database in the environment, its files in a folder."""

    name: str
    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    rank: int = 0
    """The lower ranks have the right of way."""

    @property
    def output(self) -> Path:
        """The file that the run writes to."""
        return self.folder / "output"


@dataclass(frozen=True)
class Run:
    """One run of pytest that has ended."""

    name: str
    exit_code: int
    output: str

    @property
    def empty(self) -> bool:
        """Whether pytest found nothing to run (its exit code for that is 5)."""
        return self.exit_code in (0, 5) and not re.search(r"\d+ (passed|failed)", self._closing)

    @property
    def problem(self) -> str | None:
        """What is wrong with the run, or None."""
        if self.empty:
            return f"no test was executed on {self.name}"
        return f"tests failed on {self.name}: {self._closing}" if self.exit_code else None

    @property
    def _closing(self) -> str:
        return self.output.rpartition("\n")[2].strip("= ")


def run(suites: Sequence[Suite], *, after: Sequence["Future[bool]"] = ()) -> list[Run]:
    """Run the suites, as many side by side as the machine bears, and return them in order.

    They start in order, each as soon as there is room, and a lower rank has the right of way: what
    takes longest is of the lowest, so that none of it runs on alone at the end. Until all of
    `after` is done the first is alone beside it, and compiles what the others will import too.
    """
    started: list[subprocess.Popen[bytes]] = []
    at_most, begun = suites_at_once(), time.monotonic()
    told = begun
    try:
        while len(started) < len(suites) or _running(started):
            at_once = at_most if all(each.done() for each in after) else 1
            if len(started) < len(suites) and _running(started) < at_once:
                started.append(_start(suites[len(started)]))
                continue
            time.sleep(0.2)
            if time.monotonic() - told >= PROGRESS_SECONDS:
                told = time.monotonic()
                said = ", ".join(_progress(*each) for each in zip(suites, started, strict=False))
                say(f"{told - begun:4.0f} s: {said}")
    finally:
        _end(started)
    return [
        Run(suite.name, process.returncode, _text(suite).rstrip())
        for suite, process in zip(suites, started, strict=True)
    ]


def _running(processes: Sequence[subprocess.Popen[bytes]]) -> int:
    return sum(process.poll() is None for process in processes)


def suites_at_once() -> int:
    """Return how many runs this machine bears at once: each wants a core and 2 GiB.

    And two more than there are cores: each waits a quarter of its time, for the browser, the
    database, the disk or a program it started.
    """
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(1, min((os.cpu_count() or 1) + 2, free // MEMORY_PER_SUITE))


def _start(suite: Suite) -> subprocess.Popen[bytes]:
    suite.folder.mkdir(parents=True)
    # The person's own settings must not decide what is tested.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HYLLA_")}
    data = {"HYLLA_DATA": str(suite.folder / "data"), "PYTHONUNBUFFERED": "1"}
    kept = {name: os.environ[name] for name in KEPT_SETTINGS if name in os.environ}
    with suite.output.open("wb") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "pytest",
                "-o",
                f"cache_dir={ROOT / '.pytest_cache' / suite.name}",
                f"--basetemp={suite.folder / 'tmp'}",
                *suite.arguments,
            ],
            cwd=ROOT,
            env={**inherited, **kept, **data, **suite.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Its own group, so that what a test has started can be ended with it; not its own
            # session, for Linux weighs sessions alike whatever the niceness in them (sched(7)).
            process_group=0,
        )
    os.setpriority(os.PRIO_PROCESS, process.pid, suite.rank * GIVES_WAY)
    return process


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """End the runs as Ctrl-C would, so that fixtures clean up; then whatever they left behind."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(END_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _progress(suite: Suite, process: subprocess.Popen[bytes]) -> str:
    if process.poll() is not None:
        return f"{suite.name} done"
    percentages = re.findall(r"\[ *(\d+)%\]", _text(suite))
    return f"{suite.name} {percentages[-1] if percentages else 0} %"


def _text(suite: Suite) -> str:
    return suite.output.read_text(encoding="utf-8", errors="replace")
