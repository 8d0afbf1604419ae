"""Other processes on the test's own database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]


def database_url() -> str:
    """Return the address of the database that the test runs on, as another process needs it."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(name)}"
    parts = urlsplit(os.environ["HYLLA_DATABASE_URL"])
    return parts._replace(path=f"/{name}").geturl()


@contextmanager
def running(module: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """Run one of the tests' modules in a process of its own, with pipes to talk to it."""
    environment = {
        **os.environ,
        "HYLLA_DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "HYLLA_DATA": str(settings.HYLLA_DATA),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
