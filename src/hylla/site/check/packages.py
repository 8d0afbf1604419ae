"""Install what a check needs from the system, where that is allowed; else say what to install."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


class Missing(Exception):
    """A program that the check cannot do without, and that it may not install."""


def provide(find: Callable[[], Path | None], *, package: str, reason: str) -> Path:
    """Return the program that `find` finds, after installing Debian's package if need be.

    Installs only as root on a system with apt-get, and says so.

    :raises Missing: it is not there and may not or could not be installed.
    """
    found = find()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"{reason} needs {package}; installing it with apt-get")
        apt_get("update")
        apt_get("-y", "--no-install-recommends", "install", package)
        found = find()
    if found is None:
        raise Missing(
            f"{reason} needs {package}, which is not on this machine. As root, run:\n"
            f"    apt-get update && apt-get install {package}"
        )
    return found


def apt_get(*arguments: str) -> None:
    """Run apt-get, silent unless something is wrong, and without starting what it installs."""
    # A package's own service would otherwise start at once; the check starts its own.
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    done = subprocess.run(
        ["apt-get", "-qq", *arguments],
        env={**os.environ, **quiet},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        say(done.stdout + done.stderr)


def say(line: str) -> None:
    """Print a line at once, also where the output goes to a file."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
