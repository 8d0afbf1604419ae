"""Stopping someone from borrowing, for a reason and perhaps for a time (R39)."""

import uuid
from datetime import date, timedelta

from django.db import transaction

from hylla.patrons.models import Block, Reprieve
from hylla.patrons.models.cards import BlockReason


@transaction.atomic
def block(
    person_id: uuid.UUID, reason: BlockReason, *, on: date, until_on: date | None = None
) -> None:
    """Stop someone from borrowing, to the end of `until_on` or until `unblock`.

    A block for the same reason that is still in force keeps the day on which it began.
    """
    row = Block.objects.select_for_update().filter(person_id=person_id, reason=reason).first()
    if row is None:
        row = Block(person_id=person_id, reason=reason, since_on=on)
    elif row.until_on is not None and row.until_on < on:
        row.since_on = on
    row.until_on = until_on
    row.save()


@transaction.atomic
def unblock(person_id: uuid.UUID, reason: BlockReason, *, on: date) -> None:
    """Let someone borrow again from that day on; the block goes when its period is over."""
    rows = Block.objects.filter(person_id=person_id, reason=reason)
    rows.exclude(until_on__lt=on).update(until_on=on - timedelta(days=1))


def reprieve(
    person_id: uuid.UUID, *, on: date, until_on: date, up_to_ore: int | None = None
) -> None:
    """Let no automatic block stop someone up to that day, or while no more than that is owed."""
    Reprieve.objects.update_or_create(
        person_id=person_id,
        defaults={"since_on": on, "until_on": until_on, "up_to_ore": up_to_ore},
    )


def end_reprieve(person_id: uuid.UUID) -> None:
    """Let what stops someone stop them again: what was decided for them counts no more."""
    Reprieve.objects.filter(person_id=person_id).delete()
