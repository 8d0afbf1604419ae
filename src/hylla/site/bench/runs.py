"""Run a benchmark on a database of its own: a process each, in a temporary place."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command

from hylla.site.bench import BENCHMARKS
from hylla.site.bench.figures import Figure
from hylla.site.check.postgres import cluster


def run(name: str, *, database: str) -> list[Figure]:
    """Run a benchmark on `sqlite` or `postgresql`, with the product's settings."""
    with tempfile.TemporaryDirectory(prefix="hylla-bench-") as folder:
        if database == "sqlite":
            return _in_process(name, database, f"sqlite:///{folder}/bench.sqlite3", folder)
        with cluster() as server:
            return _in_process(name, database, server.url, folder)


def _in_process(name: str, database: str, url: str, folder: str) -> list[Figure]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("HYLLA_")}
    own = {"HYLLA_DATABASE_URL": url, "HYLLA_DATA": str(Path(folder) / "data"), "HYLLA_DEMO": "1"}
    done = subprocess.run(  # noqa: S603 - this very program, on arguments from its own table
        [sys.executable, "-m", "hylla.site.bench.runs", name, database],
        env={**inherited, **own},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return [Figure(**each) for each in json.loads(done.stdout.splitlines()[-1])]


def main(name: str, database: str) -> None:
    """Measure, and print the figures as one line of JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hylla.site.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    figures: list[Figure] = import_module(BENCHMARKS[name]).measure(database)
    sys.stdout.write(json.dumps([asdict(each) for each in figures]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
