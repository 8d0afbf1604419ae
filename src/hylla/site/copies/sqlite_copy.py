"""SQLite's database, copied while it is in use, and put back in one transaction."""

import fcntl
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection

from hylla.site.copies.manifest import Unfit
from hylla.site.databases import SQLITE_PRAGMAS

PAGES = 500
"""So many pages a step, then the bar moves."""
Progress = Callable[[int, int], None]


def copy_to(target: Path, *, progress: Progress) -> None:
    """Copy the database as it is at this moment, whatever is written meanwhile."""
    with closing(_open(_live())) as source, closing(_open(target)) as copy:
        # In a transaction of its own the copy reads one state; without, each write begins it anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        source.backup(copy, pages=PAGES, progress=_told(progress))
        copy.execute("PRAGMA journal_mode = DELETE")
        found = copy.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        raise Unfit(f"The database is damaged, and so is its copy: {found}. Restore a backup.")
    _sync(target)


def check(file: Path) -> None:
    """Make sure that a file is a whole SQLite database.

    :raises Unfit: it is not.
    """
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as copy:
            found = copy.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise Unfit(f"{file} is no SQLite database. Take another backup.") from error
    if found != "ok":
        raise Unfit(f"{file} is damaged. Take another backup.")


def put_back(file: Path, *, progress: Progress) -> None:
    """Put a copy in the place of the database: whole, or, when interrupted, not at all."""
    live = _live()
    live.parent.mkdir(parents=True, exist_ok=True)
    connection.close()
    lock = os.open(f"{live}-lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with closing(_open(file)) as source, closing(_open(live)) as target:
            for name, value in SQLITE_PRAGMAS.items():
                target.execute(f"PRAGMA {name} = {value}")
            source.backup(target, pages=PAGES, progress=_told(progress))
    finally:
        os.close(lock)


def _live() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, isolation_level=None, timeout=60)


def _told(progress: Progress) -> Callable[[int, int, int], None]:
    return lambda status, remaining, total: progress(total - remaining, total)


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
