"""The checks that need no database: format, style, types, layers, templates, migrations, texts."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from hylla.site.check.packages import say

ROOT = Path(__file__).resolve().parents[4]
TOOLS = Path(sys.executable).parent
HYLLA = (sys.executable, "-m", "hylla.site")
AT_ONCE = 2


@dataclass(frozen=True)
class Check:
    """One check: what a person calls it, and the command that fails when it does not hold."""

    name: str
    command: Sequence[str]


CHECKS = (
    Check("types (mypy)", (sys.executable, "-m", "mypy")),
    Check("format (ruff format)", (sys.executable, "-m", "ruff", "format", "--check", ".")),
    Check("style (ruff check)", (sys.executable, "-m", "ruff", "check", ".")),
    Check("layers (import-linter)", (str(TOOLS / "lint-imports"), "--no-cache")),
    Check("templates (djlint)", (sys.executable, "-m", "djlint", "src", "--lint", "--quiet")),
    Check("declarations (system checks)", (*HYLLA, "check")),
    Check("migrations are complete", (*HYLLA, "makemigrations", "--check", "--dry-run")),
    Check("texts in every language", (sys.executable, "-m", "hylla.site.check.texts")),
)


def begin(pool: Executor, folder: Path) -> dict[str, "Future[bool]"]:
    """Begin every check, and return by its name whether it will have passed.

    Each prints a line when it has ended.
    """
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HYLLA_")},
        "HYLLA_DATA": str(folder / "static"),
        "DJANGO_SETTINGS_MODULE": "hylla.site.settings",
    }
    return {check.name: pool.submit(passes, check, environment) for check in CHECKS}


def passes(check: Check, environment: dict[str, str]) -> bool:
    """Run one check; print its name and time, and what it says only when it fails."""
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    verdict = "ok    " if passed else "FAILED"
    line = f"{verdict} {check.name} ({time.monotonic() - started:.1f} s)"
    say(line if passed else f"{line}\n{done.stdout.rstrip()}")
    return passed
