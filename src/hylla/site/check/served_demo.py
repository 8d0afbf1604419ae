"""A demo on free ports and in a temporary folder, for those who want to look at it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hylla.site.check.postgres import free_port


@contextmanager
def served_demo() -> Iterator[dict[str, Any]]:
    """Make and run the demo, and give what its `demo.json` says; everything goes at the end."""
    with tempfile.TemporaryDirectory(prefix="hylla-demo-") as folder:
        ports = ["--port", str(free_port()), "--sip2-port", str(free_port())]
        command = [sys.executable, "-m", "hylla.site", "demo", "--data", folder, *ports]
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("HYLLA_")
        }
        with subprocess.Popen(command, env=inherited, stdout=subprocess.PIPE, text=True) as process:
            try:
                _wait_until_ready(process)
                yield json.loads((Path(folder) / "demo.json").read_text())
            finally:
                process.terminate()


def _wait_until_ready(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    for line in process.stdout:
        if line.startswith("ready"):
            return
    raise RuntimeError("the demo did not start; what it said stands above")
