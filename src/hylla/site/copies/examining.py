"""Whether a backup may be restored here: everything that can be known before anything changes."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError

from hylla.library.queries import policy_in_force
from hylla.privacy import ledger
from hylla.privacy.ledger.book import SPARE_DAYS, Entry, entry_of
from hylla.privacy.policy import Policy, read_policy
from hylla.site.copies import databases
from hylla.site.copies.manifest import (
    DATABASE,
    LEDGER,
    Manifest,
    Unfit,
    key_sign,
    own_migrations,
    own_shape,
    read,
    sum_of,
)

MINUTE = timedelta(minutes=1)
ROOM = 2.5
"""So many times its size a database needs while it is put back: old, new, and the log between."""


@dataclass(frozen=True)
class Examined:
    """A backup that may be restored, and all erasures that are known of."""

    folder: Path
    manifest: Manifest
    erasures: tuple[Entry, ...]


def examine(folder: Path, *, now: datetime) -> Examined:
    """Look at everything about a backup before anything is changed.

    :raises Unfit: it may not or cannot be restored here, and what to do.
    """
    if not folder.is_dir():
        raise Unfit(f"There is no folder {folder}.")
    manifest = read(folder)
    policy = _policy()
    _belongs_here(manifest, policy)
    _fits_program(manifest)
    _is_young(manifest, policy, now)
    _is_whole(folder, manifest)
    databases.check(folder / DATABASE)
    _has_room(folder)
    return Examined(folder, manifest, _erasures(folder, policy, now))


def _policy() -> Policy:
    """Return the policy in force; on a new machine the one of the settings."""
    try:
        return policy_in_force()
    except DatabaseError:
        return read_policy(settings.HYLLA_POLICY)


def _belongs_here(manifest: Manifest, policy: Policy) -> None:
    if manifest.library != policy.code:
        raise Unfit(f"This is a backup of {manifest.library}, and this is {policy.code}.")
    if manifest.vendor != connection.vendor:
        text = f"This is a backup of {manifest.vendor}, and HYLLA_DATABASE_URL names"
        raise Unfit(f"{text} {connection.vendor}.")
    if manifest.keys != key_sign():
        text = "The keys in HYLLA_KEYS are not those of this backup. Restore their backup first:"
        raise Unfit(f"{text} ./hylla restore --keys DIR")


def _fits_program(manifest: Manifest) -> None:
    own = own_migrations()
    if set(manifest.migrations) - set(own):
        raise Unfit("This backup was made by a newer Hylla. Install that one, then restore.")
    if manifest.migrations == own and manifest.shape != own_shape():
        text = "This backup was made by another build of Hylla, whose tables were other ones."
        raise Unfit(f"{text} Install that one, then restore.")


def _is_young(manifest: Manifest, policy: Policy, now: datetime) -> None:
    days = policy.copies.backup_days
    if manifest.taken_at > now + MINUTE:
        raise Unfit("This backup comes from the future: set the machine's clock, then try again.")
    if now - manifest.taken_at > timedelta(days=days):
        text = f"This backup is older than the {days} days that the policy promises at most."
        raise Unfit(f"{text} It may not be restored; delete it. Is the machine's clock right?")


def _is_whole(folder: Path, manifest: Manifest) -> None:
    for name in (DATABASE, LEDGER):
        file = folder / name
        if not file.exists() or sum_of(file) != manifest.files.get(name):
            raise Unfit(f"{file} is damaged or missing. Take another backup.")


def _has_room(folder: Path) -> None:
    need = int((folder / DATABASE).stat().st_size * ROOM)
    free = shutil.disk_usage(settings.HYLLA_DATA).free
    if connection.vendor == "sqlite" and free < need:
        raise Unfit(f"{need >> 20} MB of free disk are needed, and {free >> 20} are there.")


def _erasures(folder: Path, policy: Policy, now: datetime) -> tuple[Entry, ...]:
    """Return every erasure that is known of; a ledger that has lost some is not believed."""
    here = ledger.ledger().read()
    wanted = "Put the copy from the second place into HYLLA_LEDGER, then try again."
    if len(here.missing) == len(ledger.ledger().places):
        text = f"There is no erasure ledger at {' or '.join(here.missing)}"
        raise Unfit(f"{text}: people erased since the backup would come back. {wanted}")
    oldest = now - timedelta(days=policy.copies.backup_days + SPARE_DAYS)
    told = map(entry_of, (folder / LEDGER).read_bytes().splitlines())
    known = {entry for entry in told if entry is not None}
    lost = {entry for entry in known if entry.at > oldest} - set(here.entries)
    if lost:
        text = f"The erasure ledger here lacks {len(lost)} erasures that this backup knows of."
        raise Unfit(f"{text} It is an old one, or another library's. {wanted}")
    return tuple(sorted({*known, *here.entries}, key=lambda entry: entry.at))
