"""Quarantine: a file that every process obeys while a backup is being restored.

Nothing is lent, sent, logged into or removed while it lies there: what a backup remembers of people
who were erased since is shown to nobody, and written to nobody.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings

FILE = "quarantine.json"
AT_WORK = "at-work.lock"
_looks_inside: ContextVar[bool] = ContextVar("looks_inside", default=False)


class Step(StrEnum):
    """How far a restore has come."""

    COPYING = "copying"
    """The old database stands until the new one is whole."""
    SETTLING = "settling"
    """The backup's database stands; what has gone since is being removed from it."""


@dataclass(frozen=True)
class Quarantine:
    """Why the library is closed: which backup, from when, how far, and what went wrong."""

    backup: str
    taken_at: datetime
    since_at: datetime
    rules: int = 0
    """The number of the old database's rules: while it stands there, nothing was changed."""
    step: Step = Step.COPYING
    problem: str = ""


class InQuarantineError(RuntimeError):
    """The library is closed while a backup is restored."""


def is_closed() -> bool:
    """Say whether the library is in quarantine: one look at the file system."""
    return not _looks_inside.get() and os.path.exists(_file())  # noqa: PTH110 - asked in every request: no object for it


@contextmanager
def inside() -> Iterator[None]:
    """Let whoever checks a restored library see its pages as they will be."""
    token = _looks_inside.set(True)
    try:
        yield
    finally:
        _looks_inside.reset(token)


def refuse_closed() -> None:
    """Let nothing through.

    :raises InQuarantineError: a backup is being restored.
    """
    if is_closed():
        raise InQuarantineError("a backup is being restored")


def quarantine() -> Quarantine | None:
    """Return what is known of the quarantine; None where there is none."""
    try:
        told = json.loads(Path(_file()).read_text())
    except FileNotFoundError:
        return None
    moments = {name: datetime.fromisoformat(told[name]) for name in ("taken_at", "since_at")}
    return Quarantine(**{**told, **moments, "step": Step(told["step"])})


def close(state: Quarantine) -> None:
    """Close the library, or say how far it has come."""
    told = {**asdict(state), "taken_at": state.taken_at.isoformat()}
    told["since_at"] = state.since_at.isoformat()
    fresh = Path(f"{_file()}.new")
    with fresh.open("w") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(_file())
    folder = os.open(fresh.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def note_problem(problem: str) -> None:
    """Write down why the library stays closed."""
    state = quarantine()
    if state is not None:
        close(replace(state, problem=problem))


def reopen() -> None:
    """End the quarantine."""
    with suppress(FileNotFoundError):
        Path(_file()).unlink()


@contextmanager
def work() -> Iterator[None]:
    """Do a piece of work that a restore waits for."""
    with _lock(fcntl.LOCK_SH):
        yield


@contextmanager
def nobody_at_work() -> Iterator[None]:
    """Wait until no such piece of work is under way, and let none begin."""
    with _lock(fcntl.LOCK_EX):
        yield


@contextmanager
def _lock(kind: int) -> Iterator[None]:
    descriptor = os.open(Path(settings.HYLLA_DATA) / AT_WORK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, kind)
        yield
    finally:
        os.close(descriptor)


def _file() -> str:
    return f"{settings.HYLLA_DATA}/{FILE}"
