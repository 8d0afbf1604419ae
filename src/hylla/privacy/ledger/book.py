"""The ledger's files: lines that are only ever added, each with a sum, in two places."""

import fcntl
import json
import logging
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from errno import errorcode
from pathlib import Path

from django.conf import settings

log = logging.getLogger("hylla.ledger")
FILE = "erasures.ledger"
AWAY = "all"
"""The facet of someone who is gone whole."""
ASKED = "asked"
"""The facet of someone who asked to be erased, and for whom something must wait."""
CONSENT = "consent:"
"""Before the name of a consent: it was withdrawn, with all that rested on it."""
MERGED = "merged:"
"""Before what the ledger calls the one as whom somebody stays here: they were one person."""
SPARE_DAYS = 30
"""So many days longer than the oldest backup a line is kept."""


class NotWrittenError(OSError):
    """A place of the ledger cannot be written: what it was to tell must not be done."""


@dataclass(frozen=True)
class Entry:
    """One erasure: of whom, as a keyed hash; of what; by which rule, under which notice; when.

    A facet is a purpose, a table, or one of the two words above. Without facets the line takes
    those two back: the erasure did not come about, or is asked for no longer.
    """

    subject: str
    facets: tuple[str, ...]
    rule: str
    notice: str
    at: datetime


@dataclass(frozen=True)
class Read:
    """What the places hold together, by time, and how many lines were damaged."""

    entries: tuple[Entry, ...]
    damaged: int
    missing: tuple[str, ...]
    """The places that have no ledger."""


@dataclass(frozen=True)
class Place:
    """One file of the ledger, in one folder."""

    folder: Path

    @property
    def file(self) -> Path:
        """The file itself."""
        return self.folder / FILE

    def append(self, lines: bytes) -> None:
        """Add whole lines, and return when the disk has them.

        A line that a power cut tore is ended first, so that it takes no other along.
        """
        self._make_folder()
        with self._locked():
            is_new = not self.file.exists()
            descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                size = os.fstat(descriptor).st_size
                torn = size and os.pread(descriptor, 1, size - 1) != b"\n"
                _write(descriptor, b"\n" + lines if torn else lines)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            if is_new:
                _sync_folder(self.folder)

    def replace(self, lines: bytes) -> None:
        """Put other lines in the place of all; a power cut leaves the old or the new."""
        self._make_folder()
        with self._locked():
            self._put(lines)

    def take_back(self, lines: bytes) -> None:
        """Take out lines that were added a moment ago, as if they had never been."""
        with self._locked():
            before, found, after = self.file.read_bytes().rpartition(lines)
            if found:
                self._put(before + after)

    def _make_folder(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _put(self, lines: bytes) -> None:
        fresh = self.file.with_suffix(".new")
        with fresh.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.file)
        _sync_folder(self.folder)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = os.open(self.file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


@dataclass(frozen=True)
class Ledger:
    """The places that hold the same lines."""

    places: tuple[Place, ...]

    def begin(self) -> None:
        """Let every place have its file, be it an empty one: a lost ledger is told from none."""
        for place in self.places:
            place.append(b"")

    def append(self, entries: Sequence[Entry]) -> None:
        """Write entries in every place before returning, or in none.

        :raises NotWrittenError: what was to be acknowledged must not be.
        """
        lines = b"".join(map(line, entries))
        for number, place in enumerate(self.places):
            try:
                place.append(lines)
            except OSError as error:
                log.error("ledger_not_written", extra={"code": errorcode.get(error.errno or 0, "")})
                self._take_back(lines, self.places[: number + 1])
                raise NotWrittenError(error.errno, error.strerror, error.filename) from error

    def _take_back(self, lines: bytes, places: Sequence[Place]) -> None:
        """Leave no line of what did not come about: a restored backup would erase them."""
        for place in places:
            try:
                place.take_back(lines)
            except OSError as error:
                code = errorcode.get(error.errno or 0, "")
                log.error("ledger_not_taken_back", extra={"code": code})

    def complete(self, entries: Sequence[Entry]) -> None:
        """Let every place have all of these: one may be new, or may have lost some."""
        for place in self.places:
            lacking = set(entries) - set(Ledger((place,)).read().entries)
            place.append(b"".join(line(each) for each in entries if each in lacking))

    def replace(self, entries: Sequence[Entry]) -> None:
        """Keep these entries and no others, in every place."""
        lines = b"".join(map(line, entries))
        for place in self.places:
            place.replace(lines)

    def read(self) -> Read:
        """Return what any place holds: a line that is lost in one is still in the other."""
        found: set[Entry] = set()
        damaged = 0
        missing: list[str] = []
        for place in self.places:
            if not place.file.exists():
                missing.append(str(place.file))
                continue
            for each in place.file.read_bytes().splitlines():
                entry = entry_of(each)
                if entry is not None:
                    found.add(entry)
                elif each:
                    damaged += 1
        entries = sorted(found, key=lambda each: (each.at, each.subject, not each.facets))
        return Read(tuple(entries), damaged, tuple(missing))


def ledger() -> Ledger:
    """Return this library's ledger: beside the data, and in the second place of the settings."""
    beside, apart = Path(settings.HYLLA_DATA) / "ledger", Path(settings.HYLLA_LEDGER)
    places = (Place(beside),) if beside == apart else (Place(beside), Place(apart))
    return Ledger(places)


def line(entry: Entry) -> bytes:
    """Write an entry as a line that can tell whether it is whole."""
    text = json.dumps({**asdict(entry), "at": entry.at.isoformat()}, separators=(",", ":"))
    return f"{zlib.crc32(text.encode()):08x} {text}\n".encode()


def entry_of(line: bytes) -> Entry | None:
    """Read a line; None where it is torn or changed."""
    total, _, text = line.partition(b" ")
    if total != f"{zlib.crc32(text):08x}".encode():
        return None
    told = json.loads(text)
    return Entry(
        subject=told["subject"],
        facets=tuple(told["facets"]),
        rule=told["rule"],
        notice=told["notice"],
        at=datetime.fromisoformat(told["at"]),
    )


def _write(descriptor: int, lines: bytes) -> None:
    rest = memoryview(lines)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
