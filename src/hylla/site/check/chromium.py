"""Find the Chromium that drives the browser tests."""

import os
import shutil
from pathlib import Path

from hylla.site.check import packages

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Nothing here may reach out by itself: no updates, no sync, no field trials, no first-run pages.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE ::1",
)


def find() -> Path | None:
    """Return the browser's path: HYLLA_CHROMIUM, or the first of the usual names."""
    for name in (os.environ.get("HYLLA_CHROMIUM", ""), *NAMES):
        found = shutil.which(name) if name else None
        if found:
            return Path(found)
    return None


def provide() -> Path:
    """Return the browser's path, installing Debian's package where that is allowed.

    :raises packages.Missing: there is none and it may not be installed.
    """
    return packages.provide(find, package="chromium", reason="the browser test")
