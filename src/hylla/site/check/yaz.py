"""Find yaz-client, which libraries' people search each other's catalogues with."""

import shutil
from pathlib import Path

from hylla.site.check import packages


def find() -> Path | None:
    """Return where it is."""
    found = shutil.which("yaz-client")
    return Path(found) if found else None


def try_to_provide() -> Path | None:
    """Return where it is, installing Debian's package where that is allowed.

    Without it one test does not run, and says so.
    """
    try:
        return packages.provide(find, package="yaz", reason="a test of SRU")
    except packages.Missing:
        return None
