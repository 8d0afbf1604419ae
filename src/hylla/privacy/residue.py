"""Looks for markers in the raw bytes of every store: the proof that something is gone.

A scan reads files, not tables. A marker that is a random id is looked for in each form in which a
store could hold it: as text with and without dashes, as 16 raw bytes, as base64 and UTF-16.
"""

import base64
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import BytesAhoCorasick
from django.conf import settings
from django.db import connection

CHUNK = 1 << 20
SKIPPED = {"postmaster.pid", "postmaster.opts", "ballast"}
"""PostgreSQL's own two, and the file of random bytes that keeps room for forgetting."""


@dataclass(frozen=True)
class Hit:
    """A file that holds a marker, how often, and in what form."""

    marker: str
    store: str
    file: str
    count: int


@dataclass(frozen=True)
class Scan:
    """What was found, how much was read, and which stores could not be looked into."""

    hits: tuple[Hit, ...]
    files: int
    size: int
    unreachable: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A store as a folder or file on this machine."""

    store: str
    path: Path


def scan(markers: Sequence[str], places: Sequence[Place] | None = None) -> Scan:
    """Read every file of every store once and count each marker in each of its forms."""
    wanted = _Wanted(markers)
    found, unreachable = stores() if places is None else (tuple(places), ())
    hits: list[Hit] = []
    files = size = 0
    for place in found:
        for file in _files(place.path):
            files += 1
            counts, read = _count(file, wanted)
            size += read
            hits += [
                Hit(marker, place.store, str(file), number)
                for marker, number in counts.items()
                if number
            ]
    return Scan(tuple(hits), files, size, unreachable)


def pairs(first: str, second: str, *, within: int = 400) -> Scan:
    """Find where two markers stand beside each other, at most `within` bytes apart.

    This is how "no row links patron and item" is checked below the level of rows.
    """
    found, unreachable = stores()
    hits: list[Hit] = []
    files = size = 0
    for place in found:
        for file in _files(place.path):
            files += 1
            data = file.read_bytes()
            size += len(data)
            near = _near(_offsets(data, forms(first)), _offsets(data, forms(second)), within)
            if near:
                hits.append(Hit(f"{first}+{second}", place.store, str(file), near))
    return Scan(tuple(hits), files, size, unreachable)


def stores() -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """Return the stores of this library that lie on this machine, and the names of the others."""
    places = [Place("data folder", Path(settings.HYLLA_DATA))]
    apart: dict[str, Path | str] = {
        "keys": settings.HYLLA_KEYS,
        "erasure ledger": settings.HYLLA_LEDGER,
        "backups": settings.HYLLA_BACKUPS,
        "backups of keys": settings.HYLLA_KEY_BACKUPS,
    }
    for name, folder in apart.items():
        path = Path(folder) if folder else None
        if path and not any(each.path in {path, *path.parents} for each in places):
            places.append(Place(name, path))
    unreachable: list[str] = []
    if connection.vendor == "postgresql":
        cluster = _postgres_folder()
        if cluster is None:
            unreachable.append("PostgreSQL's data directory")
        else:
            places.append(Place("PostgreSQL", cluster))
    else:
        database = Path(str(connection.settings_dict["NAME"]))
        if Path(settings.HYLLA_DATA) not in database.parents:
            places += [Place("SQLite", each) for each in database.parent.glob(f"{database.name}*")]
    return tuple(places), tuple(unreachable)


def forms(marker: str) -> tuple[bytes, ...]:
    """Return the bytes a marker could stand as."""
    texts = {marker, marker.lower(), marker.upper()}
    raw: set[bytes] = set()
    try:
        number = uuid.UUID(marker)
    except ValueError:
        pass
    else:
        texts |= {str(number), number.hex, number.hex.upper(), str(number).upper()}
        raw.add(number.bytes)
    for text in texts:
        raw |= {text.encode(), text.encode("utf-16-le"), text.encode("cp850", "ignore")}
    raw |= {form for text in texts for form in _base64_forms(text.encode())}
    return tuple(sorted(form for form in raw if len(form) >= 4))


def _base64_forms(data: bytes) -> Iterator[bytes]:
    """Return the middle of each of the three ways base64 can fall on these bytes."""
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + data)
        middle = coded[4 if shift else 0 :].rstrip(b"=")[: -1 if len(data) % 3 else None]
        if len(middle) >= 12:
            yield middle


def _postgres_folder() -> Path | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR pg_has_role('pg_read_all_settings', 'MEMBER') "
            "FROM pg_roles WHERE rolname = current_user"
        )
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    try:
        next(folder.iterdir())
    except (OSError, StopIteration):
        return None
    return folder


def _files(path: Path) -> Iterator[Path]:
    candidates = [path] if path.is_file() else sorted(path.rglob("*"))
    for file in candidates:
        if file.is_file() and not file.is_symlink() and file.name not in SKIPPED:
            yield file


class _Wanted:
    """The markers in all their forms, looked for in one pass however many they are."""

    def __init__(self, markers: Sequence[str]) -> None:
        self.markers = tuple(markers)
        known = [(form, marker) for marker in markers for form in forms(marker)]
        self._whose = [marker for _, marker in known]
        self._forms = BytesAhoCorasick([form for form, _ in known])
        self.longest = max((len(form) for form, _ in known), default=1)

    def found_in(self, data: bytes, *, after: int) -> Iterator[str]:
        """Yield the marker of each occurrence that does not end within the first bytes."""
        for which, _, end in self._forms.find_matches_as_indexes(data, overlapping=True):
            if end > after:
                yield self._whose[which]


def _count(file: Path, wanted: _Wanted) -> tuple[dict[str, int], int]:
    """Count in pieces that overlap by the longest form, so that none is cut in two."""
    counts = dict.fromkeys(wanted.markers, 0)
    read, tail = 0, b""
    try:
        with file.open("rb") as stream:
            while piece := stream.read(CHUNK):
                read += len(piece)
                data = tail + piece
                for marker in wanted.found_in(data, after=len(tail)):
                    counts[marker] += 1
                tail = data[-(wanted.longest - 1) :] if wanted.longest > 1 else b""
    except FileNotFoundError:
        # A live database drops files between the listing and the look: nothing is in them.
        return counts, read
    return counts, read


def _offsets(data: bytes, each: tuple[bytes, ...]) -> list[int]:
    offsets: list[int] = []
    for form in each:
        start = data.find(form)
        while start >= 0:
            offsets.append(start)
            start = data.find(form, start + 1)
    return sorted(offsets)


def _near(first: list[int], second: list[int], within: int) -> int:
    return sum(any(abs(one - other) <= within for other in second) for one in first)
