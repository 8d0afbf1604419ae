"""Copying the database that is configured, and putting a copy back."""

from collections.abc import Callable
from pathlib import Path

from django.db import connection

from hylla.site.copies import postgresql_copy, sqlite_copy

Progress = Callable[[int, int], None]


def copy_to(target: Path, *, progress: Progress) -> None:
    """Copy the database as it is at this moment, whatever is written meanwhile.

    :raises Unfit: it cannot be copied.
    """
    if connection.vendor == "sqlite":
        sqlite_copy.copy_to(target, progress=progress)
    else:
        postgresql_copy.copy_to(target, progress=progress)


def check(file: Path) -> None:
    """Make sure that a file is a copy that can be put back here.

    :raises Unfit: it is not.
    """
    if connection.vendor == "sqlite":
        sqlite_copy.check(file)
    else:
        postgresql_copy.check(file)


def put_back(file: Path, *, progress: Progress) -> None:
    """Put a copy in the place of the database: whole, or, when interrupted, not at all.

    :raises Unfit: it could not be done; the database is as it was.
    """
    if connection.vendor == "sqlite":
        sqlite_copy.put_back(file, progress=progress)
    else:
        postgresql_copy.put_back(file, progress=progress)
