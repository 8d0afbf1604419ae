"""Find the Chromium that drives the browser tests."""

import os
import shutil
from pathlib import Path

from hylla.site.check import packages

NAMES = ("chromium", "chromium-browser", "google-chrome")
SHELL = "chromium-headless-shell"
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


def provide_shell() -> Path:
    """Return the browser that never had a window, or else the whole one.

    It is the same Chromium and opens a page in a third of the time (measured: 0.3 and 1.0 s of
    processor); it shows no notifications.

    :raises packages.Missing: there is neither and none may be installed.
    """
    if "HYLLA_CHROMIUM" in os.environ:
        return provide()
    try:
        return packages.provide(_find_shell, package=SHELL, reason="the browser test")
    except packages.Missing:
        return provide()


def _find_shell() -> Path | None:
    found = shutil.which(SHELL)
    return Path(found) if found else None


def provide() -> Path:
    """Return the browser's path, installing Debian's package where that is allowed.

    :raises packages.Missing: there is none and it may not be installed.
    """
    return packages.provide(find, package="chromium", reason="the browser test")
