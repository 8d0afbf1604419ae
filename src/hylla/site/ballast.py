"""A file that takes up room, so that there is room when the disk is full: to forget needs some.

On a full disk a database cannot even delete (measured). Then the ballast is let go, what must be
done is done, and the ballast is made again.
"""

import errno
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError

FILE = "ballast"
PIECE = 1 << 20
FULL = ("database or disk is full", "no space left on device", "could not extend file")
"""How SQLite and PostgreSQL say it."""
log = logging.getLogger("hylla.ballast")
Done = TypeVar("Done")


def make_ballast() -> bool:
    """Take up the room, if it is not taken; return whether it is now.

    The file is written, not merely sized: a file with holes takes up nothing.
    """
    path, size = _path(), settings.HYLLA_BALLAST_MB << 20
    if path.exists() and path.stat().st_size >= size:
        return True
    fresh = path.with_suffix(".new")
    try:
        with fresh.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            for start in range(0, size, PIECE):
                # Random, lest a file system that packs keeps next to nothing.
                file.write(os.urandom(min(PIECE, size - start)))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        log.error("ballast_missing", extra={"code": errno.errorcode.get(error.errno or 0, "")})
        return False
    return True


def let_go() -> bool:
    """Give the room free; return whether there was any."""
    try:
        _path().unlink()
    except FileNotFoundError:
        return False
    log.error("ballast_let_go")
    return True


def with_room(piece: Callable[[], Done]) -> Done:
    """Do a piece of work; where the disk is full, once more without the ballast.

    The piece must be one that may be done again: nothing of the first time is kept.
    """
    try:
        return piece()
    except (DatabaseError, OSError) as error:
        if not is_full(error) or not let_go():
            raise
    return piece()


def is_full(error: BaseException) -> bool:
    """Say whether an error means that the disk is full."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return True
    return any(words in str(error).lower() for words in FULL)


def _path() -> Path:
    return Path(settings.HYLLA_BALLAST or Path(settings.HYLLA_DATA) / FILE)
