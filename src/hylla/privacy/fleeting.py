"""Keys that live in memory for minutes, and that no disk ever has.

The supervisor holds a piece of memory without a name on any disk (memfd_create(2)), and every
process of the library opens it by the supervisor's number (`HYLLA_FLEETING`), so that one seals and
another opens. A process that nobody supervises has memory of its own. When the server stops, the
keys are gone, and with them all that was sealed by them.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cache
from io import FileIO

from cryptography.exceptions import InvalidTag

from hylla.privacy.sealing import locked, opened

ENVIRONMENT = "HYLLA_FLEETING"
GOOD_FOR = timedelta(minutes=10)
"""How long what was sealed can be opened (conflict case 28)."""
SLOT_SECONDS = 300
KEY_BYTES = 32
NUMBER_BYTES = 8
ROW_BYTES = NUMBER_BYTES + KEY_BYTES


class Gone(Exception):
    """What was sealed cannot be opened: too late, another server since, or it was changed."""


def memory() -> int:
    """Return new memory for keys, open as long as this process lives."""
    return os.memfd_create("hylla-fleeting")


def sealed_for_minutes(content: bytes, *, about: bytes, now: datetime) -> bytes:
    """Return the bytes as they can be opened for ten minutes, about the same thing."""
    slot = _slot(now)
    with _keys(now) as keys:
        key = keys.setdefault(slot, os.urandom(KEY_BYTES))
    stamp = slot.to_bytes(NUMBER_BYTES) + int(now.timestamp()).to_bytes(NUMBER_BYTES)
    return stamp + locked(content, key=key, about=stamp + about)


def opened_in_time(token: bytes, *, about: bytes, now: datetime) -> bytes:
    """Return the bytes that were sealed.

    :raises Gone: ten minutes are over, the server was started anew, or it is not what was sealed.
    """
    stamp, rest = token[: 2 * NUMBER_BYTES], token[2 * NUMBER_BYTES :]
    slot, second = int.from_bytes(stamp[:NUMBER_BYTES]), int.from_bytes(stamp[NUMBER_BYTES:])
    if now.timestamp() >= second + GOOD_FOR.total_seconds():
        raise Gone
    with _keys(now) as keys:
        key = keys.get(slot)
    if key is None:
        raise Gone
    try:
        return opened(rest, key=key, about=stamp + about)
    except InvalidTag:
        raise Gone from None


def forget_keys(*, now: datetime) -> None:
    """Forget the keys by which nothing can be opened any more."""
    with _keys(now):
        pass


def _slot(moment: datetime) -> int:
    return int(moment.timestamp()) // SLOT_SECONDS


@contextmanager
def _keys(now: datetime) -> Iterator[dict[int, bytes]]:
    """Read the keys that are still good, and write them back, so that no older one is left."""
    oldest = _slot(now - GOOD_FOR)
    with _memory() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        rows = file.read()
        keys = {
            int.from_bytes(rows[at : at + NUMBER_BYTES]): rows[at + NUMBER_BYTES : at + ROW_BYTES]
            for at in range(0, len(rows), ROW_BYTES)
        }
        yield keys
        good = sorted((slot, key) for slot, key in keys.items() if slot >= oldest)
        written = b"".join(slot.to_bytes(NUMBER_BYTES) + key for slot, key in good)
        file.seek(0)
        file.write(written.ljust(len(rows), b"\0"))
        file.truncate(len(written))


def _memory() -> FileIO:
    """Open the supervisor's memory, or that of this process where there is no supervisor."""
    with suppress(FileNotFoundError):
        return FileIO(os.environ.get(ENVIRONMENT, ""), "r+")
    return FileIO(path_of(_own()), "r+")


def path_of(descriptor: int) -> str:
    """Return where other processes of the same user open this process's memory (proc(5))."""
    return f"/proc/{os.getpid()}/fd/{descriptor}"


@cache
def _own() -> int:
    return memory()
