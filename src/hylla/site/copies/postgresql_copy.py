"""PostgreSQL's database, by its own programs: pg_dump, pg_restore and psql."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.db import connection

from hylla.site.copies.manifest import PIECE, Unfit

LOOK_SECONDS = 0.2
LOCK_SECONDS = 30
USUAL = Path("/usr/lib/postgresql")
Progress = Callable[[int, int], None]


def copy_to(target: Path, *, progress: Progress) -> None:
    """Dump the database as it is at this moment, unpacked: `./hylla residue` must read it."""
    command = [
        _program("pg_dump"),
        "--format=custom",
        "--compress=0",
        *_plain(),
        f"--file={target}",
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = int(cursor.fetchone()[0])
    with subprocess.Popen(command, env=_environment(), stderr=subprocess.PIPE) as dump:  # noqa: S603 - PostgreSQL's own
        while dump.poll() is None:
            progress(min(target.stat().st_size if target.exists() else 0, size), size)
            time.sleep(LOOK_SECONDS)
        assert dump.stderr is not None  # noqa: S101 - for mypy
        said = dump.stderr.read().decode(errors="replace")
    if dump.returncode:
        raise Unfit(f"pg_dump could not copy the database: {_first_line(said)}")
    os.chmod(target, 0o600)


def check(file: Path) -> None:
    """Make sure that a file is a dump.

    :raises Unfit: it is not, or PostgreSQL's programs are not here.
    """
    _program("psql")
    command = [_program("pg_restore"), "--list", str(file)]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - PostgreSQL's own
    if done.returncode:
        raise Unfit(f"{file} is no dump of PostgreSQL. Take another backup.")


def put_back(file: Path, *, progress: Progress) -> None:
    """Put a dump in the place of all tables: one transaction, which ends with its last word.

    :raises Unfit: it could not be done; the database is as it was.
    """
    drop = _drop_all()
    connection.close()
    reading = [_program("pg_restore"), *_plain(), "--file=-", str(file)]
    writing = [
        _program("psql"), "--no-psqlrc", "--quiet", "--output=/dev/null",
        "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse", "--file=-",
    ]  # fmt: skip
    size = file.stat().st_size
    with (
        subprocess.Popen(reading, stdout=subprocess.PIPE) as source,  # noqa: S603 - PostgreSQL's own
        subprocess.Popen(  # noqa: S603 - as above
            writing, env=_environment(), stdin=subprocess.PIPE, stderr=subprocess.PIPE
        ) as target,
    ):
        broken = not _pour(source, target, drop, lambda done: progress(min(done, size), size))
        assert target.stderr is not None  # noqa: S101 - for mypy
        said = target.stderr.read().decode(errors="replace")
    if broken or target.returncode:
        raise Unfit(f"The dump could not be put back: {_first_line(said)}. Nothing was changed.")


def _pour(
    source: "subprocess.Popen[bytes]",
    target: "subprocess.Popen[bytes]",
    drop: str,
    progress: Callable[[int], None],
) -> bool:
    """Send the whole dump, and COMMIT only after its last byte; return whether that went well."""
    assert source.stdout is not None  # noqa: S101 - for mypy
    assert target.stdin is not None  # noqa: S101 - for mypy
    done = 0
    try:
        target.stdin.write(f"BEGIN; SET LOCAL lock_timeout = '{LOCK_SECONDS}s';\n{drop}\n".encode())
        while piece := source.stdout.read(PIECE):
            target.stdin.write(piece)
            progress(done := done + len(piece))
        whole = source.wait() == 0
        target.stdin.write(b"\nCOMMIT;\n" if whole else b"\nROLLBACK;\n")
        target.stdin.close()
    except BrokenPipeError:
        # psql met an error and left; what it said is told.
        source.kill()
        return False
    return whole


def _drop_all() -> str:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    names = ", ".join(connection.ops.quote_name(name) for name in tables)
    return f"DROP TABLE {names} CASCADE;" if names else ""


def _plain() -> list[str]:
    return ["--no-owner", "--no-privileges"]


def _program(name: str) -> str:
    """Find one of PostgreSQL's programs.

    :raises Unfit: it is not on this machine.
    """
    folders = [Path(settings.HYLLA_POSTGRESQL)] if settings.HYLLA_POSTGRESQL else []
    folders += sorted(USUAL.glob("*/bin"), key=_version, reverse=True)
    found = [str(each / name) for each in folders if (each / name).exists()]
    path = found[0] if found else shutil.which(name)
    if path is None:
        text = (
            f"{name} is not on this machine. Install PostgreSQL's client programs (Debian:"
            " postgresql-client), or name their folder in HYLLA_POSTGRESQL."
        )
        raise Unfit(text)
    return path


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _environment() -> Mapping[str, str]:
    """Return how libpq finds the database: never on a command line, where others could read it."""
    told = connection.settings_dict
    tls = {name: value for name, value in told["OPTIONS"].items() if name.startswith("ssl")}
    own = {
        "PGDATABASE": told["NAME"],
        "PGUSER": told["USER"],
        "PGPASSWORD": told["PASSWORD"],
        "PGHOST": told["HOST"],
        "PGPORT": told["PORT"],
        **{f"PG{name.upper()}": value for name, value in tls.items()},
    }
    return {**os.environ, **{name: str(value) for name, value in own.items() if value}}


def _first_line(said: str) -> str:
    return said.strip().partition("\n")[0].rstrip(".") or "it stopped without a word"
