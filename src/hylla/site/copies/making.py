"""Make a backup: a folder of its own, whole or not there at all."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from hylla.privacy import ledger
from hylla.privacy.ledger.book import line
from hylla.privacy.policy import Policy
from hylla.privacy.sealing import key_named
from hylla.site.copies import databases
from hylla.site.copies.manifest import (
    DATABASE,
    LEDGER,
    Manifest,
    Unfit,
    key_sign,
    own_shape,
    sum_of,
    write,
)

NAME = "hylla-backup-"
KEYS_NAME = "hylla-keys-"
UNFINISHED = ".unfinished"
Progress = Callable[[int, int], None]


def back_up(parent: Path, *, policy: Policy, now: datetime, progress: Progress) -> Path:
    """Copy the database and the ledger into a new folder of `parent`, and return it.

    The keys are not in it: `back_up_keys` puts them in another place, for a shorter time.

    :raises Unfit: it could not be made; what was begun is removed.
    """
    key_named("ledger")
    folder, unfinished = _new_folder(parent, NAME, now)
    try:
        databases.copy_to(unfinished / DATABASE, progress=progress)
        book = ledger.ledger()
        book.begin()
        (unfinished / LEDGER).write_bytes(b"".join(map(line, book.read().entries)))
        write(unfinished, _manifest(unfinished, policy, now))
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    _sync(parent)
    return folder


def back_up_keys(parent: Path, *, backups: Path, now: datetime) -> Path:
    """Copy the keys into a new folder of `parent`, and return it.

    :raises Unfit: it lies among the backups, which the keys would open.
    """
    there, here = parent.resolve(), backups.resolve()
    if there == here or here in there.parents or there in here.parents:
        raise Unfit("Keys do not belong beside what they open: name a folder in another place.")
    folder, unfinished = _new_folder(parent, KEYS_NAME, now)
    try:
        for file in sorted(Path(settings.HYLLA_KEYS).iterdir()):
            if file.is_file() and file.suffix not in {".ledger", ".lock", ".new"}:
                shutil.copy2(file, unfinished / file.name)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    _sync(parent)
    return folder


def taken_at(folder: Path) -> datetime | None:
    """Return when a backup, of data or keys, was made, from its name; None where it is none."""
    for name in (NAME, KEYS_NAME):
        if folder.name.startswith(name):
            stamp = folder.name.removeprefix(name).removesuffix(UNFINISHED)
            try:
                return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            except ValueError:
                return None
    return None


def _new_folder(parent: Path, name: str, now: datetime) -> tuple[Path, Path]:
    """Return what the folder will be called, and the unfinished one, which is made."""
    folder = parent / f"{name}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if folder.exists():
        raise Unfit(f"{folder} is there already. Wait a second.")
    unfinished = folder.with_name(f"{folder.name}{UNFINISHED}")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.mkdir(mode=0o700)
    except OSError as error:
        raise Unfit(f"{parent} cannot be written: {error.strerror}.") from error
    return folder, unfinished


def _manifest(folder: Path, policy: Policy, now: datetime) -> Manifest:
    applied = MigrationRecorder(connection).applied_migrations()
    return Manifest(
        library=policy.code,
        taken_at=now,
        vendor=connection.vendor,
        keys=key_sign(),
        migrations=tuple(sorted(f"{app}.{name}" for app, name in applied)),
        shape=own_shape(),
        files={name: sum_of(folder / name) for name in (DATABASE, LEDGER)},
    )


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
