"""The read log: one row for each rendering of someone's data, and no rendering without one."""

import uuid
from collections.abc import Collection
from datetime import datetime

from hylla.privacy.clocks import kept
from hylla.privacy.models import AccessEntry
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import STILL_READ, Restricted, is_restricted
from hylla.privacy.vocabulary import Kind, Role


def record(
    person_id: uuid.UUID, *, at: datetime, role: Role, unit: str, task: str, kinds: Collection[Kind]
) -> None:
    """Write that someone's data was shown: which classes of field, never their values.

    Call it in the transaction that reads what is shown, before it is shown: where this row cannot
    be written, the data does not reach the screen. `unit` is a branch's code.

    :raises Restricted: it may only be stored now, and this role may not read it.
    """
    if role not in STILL_READ and is_restricted(person_id):
        raise Restricted
    AccessEntry.objects.create(
        person_id=person_id,
        at=at,
        role=role,
        unit=unit,
        task=task,
        kinds=" ".join(sorted(kinds)),
    )


def readings_of(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> list[AccessEntry]:
    """Return who has looked at someone's data, the latest first (CJEU C-579/21)."""
    rows = kept(AccessEntry, policy=policy, now=now).filter(person_id=person_id)
    return list(rows.order_by("-at", "-pk"))
