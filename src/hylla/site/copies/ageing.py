"""Backups that are too old: deleted where they lie, and counted for whoever looks."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from hylla.privacy.policy import Policy
from hylla.site.copies.making import UNFINISHED, taken_at

GIVEN_UP = timedelta(days=2)
"""An unfinished backup that old will not be finished."""


@dataclass(frozen=True)
class Copy:
    """One backup of data or keys, when it was made, and until when it may lie there."""

    folder: Path
    taken_at: datetime
    until_at: datetime


def copies(policy: Policy) -> Iterator[Copy]:
    """Yield every backup in the configured folders."""
    kept = (
        (settings.HYLLA_BACKUPS, policy.copies.backup_days),
        (settings.HYLLA_KEY_BACKUPS, policy.copies.key_backup_days),
    )
    for parent, days in kept:
        if not parent:
            continue
        for folder in sorted(Path(parent).glob("hylla-*")):
            made = taken_at(folder)
            if made is not None:
                unfinished = folder.name.endswith(UNFINISHED)
                keeps = GIVEN_UP if unfinished else timedelta(days=days)
                yield Copy(folder, made, made + keeps)


def delete_old(policy: Policy, *, now: datetime) -> int:
    """Delete what is too old; return how many that were.

    Deleted is what will be too old before the next night has passed: no copy outlives its days.
    """
    old = [each for each in copies(policy) if each.until_at <= now + timedelta(days=1)]
    for each in old:
        shutil.rmtree(each.folder)
    return len(old)
