"""The order of the whole check: what it needs, what needs no database, the tests on both."""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from hylla.site.check import chromium, postgres, static, suites, yaz
from hylla.site.check.packages import Missing, say

# tests/conftest.py marks what touches the database: that runs on both, and everything once.
ON_BOTH = "database and not browser"
ONCE = "not database and not browser"
IN_BROWSER = "browser"
# Where they all are (tests/conftest.py sees to it): collecting every other test takes a while.
BROWSER_TESTS = "tests/browser"
# Nothing listens there: what touches a database all the same fails.
NO_DATABASE = "postgresql://nobody@127.0.0.1:1/none"


def check(arguments: Sequence[str]) -> int:
    """Run the check and return its exit code; arguments go to pytest, and leave the rest out.

    The last line printed is pytest's own closing line, of the run that failed if one did.
    """
    try:
        with ended_in_order(), tempfile.TemporaryDirectory(prefix="hylla-test-") as folder:
            # Its many processes are not to compile every module anew; git ignores what is kept.
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
            return _check(arguments, Path(folder))
    except Missing as missing:
        say(f"The check cannot run. {missing}")
        return 1
    except KeyboardInterrupt:
        say("Interrupted.")
        return 130


def _check(arguments: Sequence[str], folder: Path) -> int:
    say(f"Browser: {chromium.provide()}, {chromium.provide_shell()}")
    say(f"PostgreSQL: {postgres.provide()}")
    say(f"SRU client: {yaz.try_to_provide() or 'none; a test by it is not run'}")
    if arguments:
        say("Tests chosen: format, types, layers and the other static checks are left out.")
    # Nothing of this cluster outlives the check, so it need not reach the disk.
    with postgres.cluster(fsync="off") as cluster, ThreadPoolExecutor(static.AT_ONCE) as pool:
        checks = {} if arguments else static.begin(pool, folder)
        try:
            runs = suites.run([*planned(arguments, cluster, folder)], after=[*checks.values()])
        finally:
            pool.shutdown(cancel_futures=True)
    failed = [name for name, passed in checks.items() if not passed.result()]
    if arguments:
        # What was chosen may be for one database only; that neither ran it is a mistake.
        chosen = [run for run in runs if not run.empty] or runs
        problems = [run.problem for run in chosen if run.problem]
    else:
        problems = [run.problem for run in runs if run.problem]
    report(runs, [*(f"{name} failed" for name in failed), *problems])
    return 1 if failed or problems else 0


def planned(
    arguments: Sequence[str], cluster: postgres.Cluster, folder: Path
) -> Iterator[suites.Suite]:
    """Describe the runs, the longest first: what was chosen on both databases, or every test."""
    on_postgresql = {
        # By the socket, which takes two thirds of the time; the benchmarks and storms go by TCP.
        "HYLLA_DATABASE_URL": cluster.socket_url,
        "HYLLA_TEST_POSTGRES_DATA": str(cluster.data_directory),
    }
    chosen, place = arguments or ["-m", ON_BOTH], folder / "sqlite"
    yield suites.Suite("PostgreSQL", chosen, folder / "postgresql", on_postgresql)
    yield suites.Suite("SQLite", chosen, place, on_sqlite(place), rank=1)
    if not arguments:
        place = folder / "browser"
        chosen = [BROWSER_TESTS, "-m", IN_BROWSER]
        yield suites.Suite("browser", chosen, place, on_sqlite(place), rank=2)
        place = folder / "once"
        nowhere = {"HYLLA_DATABASE_URL": NO_DATABASE}
        yield suites.Suite("no database", ["-m", ONCE], place, nowhere, rank=3)


def on_sqlite(folder: Path) -> dict[str, str]:
    """Return the settings of a run on SQLite, the file in its folder."""
    return {"HYLLA_DATABASE_URL": f"sqlite:///{folder / 'hylla.sqlite3'}"}


def report(runs: Sequence[suites.Run], problems: Sequence[str]) -> None:
    """Print what the runs said, the failed ones last, and before the last one what is wrong."""
    in_order = sorted(runs, key=lambda run: run.problem is not None)
    for run in in_order[:-1]:
        say(f"\nTests on {run.name}:\n{run.output}")
    if problems:
        say("\nTHE CHECK FAILED:")
        for problem in problems:
            say(f"  - {problem}")
    last = in_order[-1]
    say(f"\nTests on {last.name}:\n{last.output}")


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Turn a request to end into an exception, so that servers are stopped on the way out."""

    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    # A shell starts what runs in the background with Ctrl-C ignored, and the runs would inherit it.
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
