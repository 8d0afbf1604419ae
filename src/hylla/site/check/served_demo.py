"""A demo on free ports and in a temporary folder, for those who want to look at it."""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hylla.site.check.postgres import free_port

PATIENCE_SECONDS = 300
CHECKED = b"Last checked"
"""What the notice says in English once it was looked at."""


@contextmanager
def served_demo() -> Iterator[dict[str, Any]]:
    """Make and run the demo, and give what its `demo.json` says; everything goes at the end.

    It is whole when it is given: the first look at the notice was taken.
    """
    with tempfile.TemporaryDirectory(prefix="hylla-demo-") as folder:
        ports = ["--port", str(free_port()), "--sip2-port", str(free_port())]
        command = [sys.executable, "-m", "hylla.site", "demo", "--data", folder, *ports]
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("HYLLA_")
        }
        with subprocess.Popen(command, env=inherited, stdout=subprocess.PIPE, text=True) as process:
            try:
                _wait_until_ready(process)
                demo = json.loads((Path(folder) / "demo.json").read_text())
                _wait_until_checked(demo["base_url"])
                yield demo
            finally:
                process.terminate()


def _wait_until_ready(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    for line in process.stdout:
        if line.startswith("ready"):
            return
    raise RuntimeError("the demo did not start; what it said stands above")


def _wait_until_checked(base_url: str) -> None:
    """Wait for the worker's first look at the notice: it keeps a processor busy, and says a lot."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        with urllib.request.urlopen(f"{base_url}/en/privacy/") as answer:  # noqa: S310 - our own
            if CHECKED in answer.read():
                return
        if time.monotonic() > until:
            raise RuntimeError("the demo's worker did not look at the notice; see its log")
        time.sleep(1)
