"""The order of the whole check: what it needs, what needs no database, the tests on both."""

import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from hylla.site.check import chromium, postgres, static, suites
from hylla.site.check.packages import Missing, say

# These run once: they never touch the database.
WITHOUT_DATABASE = (
    "tests/formats",
    "tests/clients",
    "tests/house",
    "tests/site/check",
    "tests/site/test_catalogues.py",
    "tests/site/test_launch.py",
)


def check(arguments: Sequence[str]) -> int:
    """Run the check and return its exit code; arguments go to pytest, and leave the rest out.

    The last line printed is pytest's own closing line, of the run that failed if one did.
    """
    try:
        with ended_in_order(), tempfile.TemporaryDirectory(prefix="hylla-test-") as folder:
            return _check(arguments, Path(folder))
    except Missing as missing:
        say(f"The check cannot run. {missing}")
        return 1
    except KeyboardInterrupt:
        say("Interrupted.")
        return 130


def _check(arguments: Sequence[str], folder: Path) -> int:
    say(f"Browser: {chromium.provide()}")
    say(f"PostgreSQL: {postgres.provide()}")
    if arguments:
        say("Tests chosen: format, types, layers and the other static checks are left out.")
    failed = [] if arguments else static.run(folder)
    # Nothing of this cluster outlives the check, so it need not reach the disk.
    with postgres.cluster(fsync="off") as cluster:
        runs = suites.run([on_sqlite(arguments, folder), on_postgresql(arguments, cluster, folder)])
    if arguments:
        # What was chosen may be for one database only; that neither ran it is a mistake.
        chosen = [run for run in runs if not run.empty] or runs
        problems = [run.problem for run in chosen if run.problem]
    else:
        problems = [run.problem for run in runs if run.problem]
    report(runs, [*(f"{name} failed" for name in failed), *problems])
    return 1 if failed or problems else 0


def on_sqlite(arguments: Sequence[str], folder: Path) -> suites.Suite:
    """Describe the run on SQLite: every test, those in the browser included."""
    url = f"sqlite:///{folder / 'sqlite' / 'hylla.sqlite3'}"
    return suites.Suite("SQLite", arguments, folder / "sqlite", {"HYLLA_DATABASE_URL": url})


def on_postgresql(
    arguments: Sequence[str], cluster: postgres.Cluster, folder: Path
) -> suites.Suite:
    """Describe the run on PostgreSQL: every test that may behave otherwise there."""
    once = [f"--ignore={path}" for path in WITHOUT_DATABASE]
    environment = {
        "HYLLA_DATABASE_URL": cluster.url,
        "HYLLA_TEST_POSTGRES_DATA": str(cluster.data_directory),
    }
    chosen = arguments or ["-m", "not browser", *once]
    return suites.Suite("PostgreSQL", chosen, folder / "postgresql", environment)


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
