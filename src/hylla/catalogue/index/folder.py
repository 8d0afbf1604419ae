"""Where the index lies, and which one is in use.

The folder has one index per name, and a file `current` that names the one in use: a new one is
built beside it and put in its place by renaming that file. What was killed on the way is rubbish
that the next build takes away. Readers hold no lock; one process writes at a time.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from hylla.catalogue.index.schema import VERSION

_CURRENT = "current.json"
_WANTED, _DOUBTED = "rebuild", "doubted"
_WRITING, _BUILDING = "writing.lock", "building.lock"


class Unusable(Exception):
    """There is no index, or none that can be read: it is to be made anew."""


@dataclass(frozen=True, slots=True)
class Current:
    """The index in use."""

    version: int
    name: str


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of the index; it need not be there."""

    path: Path

    def current(self) -> Path:
        """Return where the index in use lies.

        :raises Unusable: there is none, or it is of another version.
        """
        try:
            told = Current(**json.loads((self.path / _CURRENT).read_bytes()))
            where = self.path / Path(told.name).name
        except (OSError, ValueError, TypeError) as error:
            raise Unusable(str(error)) from error
        if told.version != VERSION or not where.is_dir():
            raise Unusable("of another version, or gone")
        return where

    def new(self) -> Path:
        """Make the folder of an index that is to be built."""
        where = self.path / f"index-{uuid4().hex}"
        where.mkdir(parents=True, mode=0o700)
        return where

    def use(self, where: Path) -> None:
        """Put an index that is whole into use, and delete all others."""
        told = json.dumps(asdict(Current(VERSION, where.name)))
        beside = self.path / f"{_CURRENT}.{uuid4().hex}"
        with beside.open("w") as file:
            file.write(told)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path / _CURRENT)
        (self.path / _WANTED).unlink(missing_ok=True)
        self.tidy(but=where)

    def tidy(self, *, but: Path | None = None) -> None:
        """Delete what builds left that were killed; who reads an old index goes on reading."""
        for each in self.path.glob("index-*"):
            if each != but:
                shutil.rmtree(each, ignore_errors=True)
        for each in self.path.glob(f"{_CURRENT}.*"):
            each.unlink(missing_ok=True)

    def state(self) -> tuple[int, ...]:
        """Return what changes when another index is put into use, at the cost of one look."""
        try:
            told = (self.path / _CURRENT).stat()
        except OSError:
            return ()
        return told.st_mtime_ns, told.st_ino

    def ask_for_rebuild(self) -> None:
        """Let whoever keeps the index make it anew."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.path / _WANTED).touch()

    def is_rebuild_wanted(self) -> bool:
        """Tell whether somebody asked for that."""
        return (self.path / _WANTED).exists()

    def doubt(self, where: Path) -> None:
        """Tell whoever keeps the index that this one cannot be read; who only reads may not."""
        if not self.is_doubted(where):
            with suppress(OSError):
                (self.path / _DOUBTED).write_text(where.name)

    def is_doubted(self, where: Path) -> bool:
        """Tell whether somebody could not read this index."""
        try:
            return (self.path / _DOUBTED).read_text() == where.name
        except (OSError, ValueError):
            return False

    @contextmanager
    def writing(self, *, waits: bool = False) -> Iterator[bool]:
        """Be the one who writes in the index; false where another is at it, unless one waits."""
        with self._locked(_WRITING, waits=waits) as is_ours:
            yield is_ours

    @contextmanager
    def building(self) -> Iterator[bool]:
        """Be the one who builds; false where another is at it."""
        with self._locked(_BUILDING, waits=False) as is_ours:
            yield is_ours

    @contextmanager
    def _locked(self, name: str, *, waits: bool) -> Iterator[bool]:
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.path / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(descriptor)
