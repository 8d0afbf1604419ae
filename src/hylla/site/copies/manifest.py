"""What a backup says of itself: whose it is, from when, and what its files must be."""

import hmac
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

FILE = "backup.json"
DATABASE = "database"
LEDGER = "erasures.ledger"
FORMAT = 1
"""Goes up when an older program could not read what a newer one writes."""
PIECE = 1 << 20


class Unfit(Exception):  # noqa: N818 - reads as what a backup is
    """A backup that cannot be used, and what to do about it; nothing was changed."""


@dataclass(frozen=True)
class Manifest:
    """One backup. `files` are the sums of its files, `shape` that of the tables' columns."""

    library: str
    taken_at: datetime
    vendor: str
    keys: str
    migrations: tuple[str, ...]
    shape: str
    files: dict[str, str]
    format: int = FORMAT


def write(folder: Path, manifest: Manifest) -> None:
    """Write it last: a folder without it is no backup."""
    told = {**asdict(manifest), "taken_at": manifest.taken_at.isoformat()}
    with (folder / FILE).open("w") as file:
        json.dump(told, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def read(folder: Path) -> Manifest:
    """Read what a backup says of itself.

    :raises Unfit: it is none, a newer program made it, or it is damaged.
    """
    try:
        told = json.loads((folder / FILE).read_text())
        if told["format"] > FORMAT:
            raise Unfit(f"{folder} was made by a newer Hylla. Install that one, then restore.")
        moments = {"taken_at": datetime.fromisoformat(told["taken_at"])}
        return Manifest(**{**told, **moments, "migrations": tuple(told["migrations"])})
    except FileNotFoundError as error:
        raise Unfit(f"{folder} is no backup: it has no {FILE}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Unfit(f"{folder / FILE} is damaged. Take another backup.") from error


def sum_of(file: Path) -> str:
    """Return a file's SHA-256."""
    total = sha256()
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            total.update(piece)
    return total.hexdigest()


def key_sign(folder: Path | None = None) -> str:
    """Return by what the library's keys are known again; empty where there are none yet."""
    file = (folder or Path(settings.HYLLA_KEYS)) / "ledger"
    if not file.exists():
        return ""
    key = bytes.fromhex(file.read_text().strip())
    return hmac.new(key, b"whose backup is this", sha256).hexdigest()


def own_migrations() -> tuple[str, ...]:
    """Return the steps by which this program's tables were made."""
    loader = MigrationLoader(None)
    return tuple(sorted(f"{app}.{name}" for app, name in loader.disk_migrations))


def own_shape() -> str:
    """Return the sum of this program's tables and columns."""
    tables = sorted(
        (model._meta.db_table, sorted(str(field.column) for field in model._meta.concrete_fields))
        for model in apps.get_models(include_auto_created=True)
    )
    return sha256(json.dumps(tables).encode()).hexdigest()
