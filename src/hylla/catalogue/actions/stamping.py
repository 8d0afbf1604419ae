"""Note for those who harvest the catalogue which titles have changed, come back, or gone."""

from collections.abc import Iterable, Mapping
from datetime import date

from hylla.catalogue.models import Item, ItemStatus, Record, RecordChange, Stamp


def note_changes(record_ids: Iterable[int]) -> None:
    """Let the index look at titles again. A transaction is the caller's to open.

    On PostgreSQL something else must have been written in it before, see `queries.changes`.
    """
    RecordChange.objects.bulk_create(
        [RecordChange(record_number=each) for each in sorted(set(record_ids))]
    )


def stamp(kinds: Mapping[int, str], *, on: date) -> None:
    """Note that titles, by number, have come or changed, and of which kind each is.

    A transaction is the caller's to open.
    """
    Stamp.objects.bulk_create(
        [Stamp(number=number, kind=kind, changed_on=on) for number, kind in kinds.items()],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["kind", "changed_on"],
    )
    note_changes(kinds)


def come_back(record_ids: Iterable[int], *, on: date) -> None:
    """Note that titles have one copy more. A transaction is the caller's to open."""
    numbers = set(record_ids)
    gone = Stamp.objects.filter(number__in=numbers, is_gone=True)
    gone.update(is_gone=False, changed_on=on)
    note_changes(numbers)


def stamp_if_without_copies(record_id: int, *, on: date) -> None:
    """Note that a copy was withdrawn, and that its title is gone if it was the last one.

    A second time changes nothing, so that it stays gone since the day it went. A transaction is
    the caller's to open.
    """
    note_changes([record_id])
    if Item.objects.filter(record=record_id).exclude(status=ItemStatus.WITHDRAWN).exists():
        return
    here = Stamp.objects.filter(number=record_id, is_gone=False)
    here.update(is_gone=True, changed_on=on)


def stamp_gone(record_ids: Iterable[int], *, on: date) -> None:
    """Note that the records of titles were deleted. A transaction is the caller's to open.

    :raises ValueError: one of them is there.
    """
    wanted = set(record_ids)
    if Record.objects.filter(pk__in=wanted).exists():
        raise ValueError("a title with a record is not gone")
    Stamp.objects.filter(number__in=wanted).update(is_gone=True, changed_on=on)
    note_changes(wanted)
