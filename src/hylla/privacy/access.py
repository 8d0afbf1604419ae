"""The read log: one row for each rendering of someone's data, and no rendering without one."""

import hmac
import uuid
from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256

from hylla.privacy.clocks import kept, today
from hylla.privacy.models import AccessEntry
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import (
    STILL_READ,
    Restricted,
    is_held_alone,
    is_restricted,
)
from hylla.privacy.sealing import key_named
from hylla.privacy.vocabulary import Kind, Role

KEY = "pseudonyms"
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that nobody takes for one another."""
LONG = 5
LEAVES_THE_SYSTEM = (
    "letter",
    "written_out",
    "disclosure",
    "evidence",
    "outreach_list",
    "collection",
)
"""The tasks after which something about somebody lies outside: on paper, or in a file."""


def record(
    person_id: uuid.UUID,
    *,
    at: datetime,
    role: Role,
    unit: str,
    task: str,
    kinds: Collection[Kind],
    staff_id: int | None = None,
    is_deferred: bool = False,
) -> None:
    """Write that someone's data was shown: which classes of field, never their values.

    Call it in the transaction that reads what is shown, before it is shown: where this row cannot
    be written, the data does not reach the screen. `unit` is a branch's code. Who looked is kept as
    a word that stands for them for this person only. What `is_deferred` the person reads later.

    :raises Restricted: it may only be stored now, and this role may not read it.
    """
    if role not in STILL_READ and (is_restricted(person_id) or is_held_alone(person_id, now=at)):
        raise Restricted
    AccessEntry.objects.create(
        person_id=person_id,
        at=at,
        role=role,
        unit=unit,
        task=task,
        kinds=" ".join(sorted(kinds)),
        by="" if staff_id is None else pseudonym(staff_id, person_id),
        deferred_at=at if is_deferred else None,
    )


def record_many(
    people: Collection[uuid.UUID],
    *,
    at: datetime,
    role: Role,
    unit: str,
    task: str,
    kinds: Collection[Kind],
    staff_id: int,
    is_deferred: bool = False,
) -> None:
    """Write the same of many at once; whoever calls it has left out whom nobody may be shown."""
    AccessEntry.objects.bulk_create(
        (
            AccessEntry(
                person_id=each,
                at=at,
                role=role,
                unit=unit,
                task=task,
                kinds=" ".join(sorted(kinds)),
                by=pseudonym(staff_id, each),
                deferred_at=at if is_deferred else None,
            )
            for each in people
        ),
        batch_size=1000,
    )


def taken_out(person_id: uuid.UUID, *, policy: Policy) -> tuple[tuple[str, date], ...]:
    """Return what staff have printed or downloaded about somebody: the task and the day of each.

    What an authority's work would suffer from is left out until it is told (conflict case 52).
    """
    rows = AccessEntry.objects.filter(
        person_id=person_id, task__in=LEAVES_THE_SYSTEM, deferred_at=None
    )
    found = rows.order_by("at").values_list("task", "at")
    return tuple(dict.fromkeys((task, today(policy, at)) for task, at in found))


def pseudonym(staff_id: int, person_id: uuid.UUID) -> str:
    """Return the word that stands for a member of staff in one person's log, and in no other's.

    So that somebody sees that the same one looked again, and nobody can put two people's logs
    together to follow who works when (CJEU C-579/21).
    """
    told = hmac.new(key_named(KEY), person_id.bytes + str(staff_id).encode(), sha256).digest()
    return "".join(LETTERS[each % len(LETTERS)] for each in told[:LONG])


def readings_of(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> list[AccessEntry]:
    """Return who has looked at someone's data, the latest first (CJEU C-579/21)."""
    rows = kept(AccessEntry, policy=policy, now=now).filter(person_id=person_id, deferred_at=None)
    return list(rows.order_by("-at", "-pk"))
