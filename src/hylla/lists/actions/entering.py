"""Titles are put on lists, noted, moved and taken off again."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from hylla.catalogue.models import BORROWED, Record
from hylla.library.refusals import Reason, Refused
from hylla.lists.actions.forgetting import note_deleted
from hylla.lists.actions.keeping import make_list
from hylla.lists.actions.owning import (
    Owner,
    entry_of_theirs,
    list_of_theirs,
    lock_owner,
    touch,
)
from hylla.lists.models import Entry, TitleList
from hylla.lists.rules import MOST_ENTRIES, TITLE_LENGTH, Code, moved, note_faults, tidied
from hylla.patrons.actions.locking import lock_person


def put_on_list(
    record_id: int, *, owner: Owner, list_id: UUID | None = None, is_work: bool = False
) -> UUID:
    """Put a title on a list and return which; without one, on the ready list.

    A title that is there already stays where it stands. `is_work`: any edition will do.

    :raises Refused: the list is gone or full, or the title is not in the catalogue.
    """
    try:
        with transaction.atomic():
            return _put(record_id, owner, list_id, is_work=is_work)
    except IntegrityError as error:
        # The title has left the catalogue, or become part of another, at this very moment.
        raise Refused(Reason(Code.UNKNOWN_TITLE)) from error


@transaction.atomic
def put_on_new_list(record_id: int, *, name: str, owner: Owner, is_work: bool = False) -> UUID:
    """Make a list and put a title on it, or neither.

    :raises Refused: as `make_list` and `put_on_list`.
    """
    made = make_list(name, owner=owner)
    return put_on_list(record_id, list_id=made, owner=owner, is_work=is_work)


def _put(record_id: int, owner: Owner, list_id: UUID | None, *, is_work: bool) -> UUID:
    lock_owner(owner)
    row = list_of_theirs(list_id, owner) if list_id else _ready_list(owner)
    record = Record.objects.exclude(source=BORROWED).only("title").filter(pk=record_id).first()
    if record is None:
        raise Refused(Reason(Code.UNKNOWN_TITLE))
    entries = Entry.objects.filter(list=row)
    touch(row, owner)
    if here := entries.filter(record=record_id).first():
        here.is_work = here.is_work or is_work
        here.save(update_fields=["is_work"])
        return row.pk
    _refuse_full(row)
    Entry.objects.create(
        list=row,
        record_id=record_id,
        title=record.title[:TITLE_LENGTH],
        is_work=is_work,
        position=_last(row) + 1,
        added_on=owner.day,
    )
    return row.pk


@transaction.atomic
def note_entry(entry_id: UUID, note: str, *, owner: Owner) -> None:
    """Write something beside a title, or nothing any more.

    :raises Refused: it is gone, or too long.
    """
    lock_owner(owner)
    row = entry_of_theirs(entry_id, owner)
    note = tidied(note)
    if reasons := note_faults(note):
        raise Refused(*reasons)
    row.note = note
    row.save(update_fields=["note"])
    touch(row.list, owner)


@transaction.atomic
def move_entry(entry_id: UUID, *, by: int, owner: Owner) -> None:
    """Let a title stand so many places further down its list, or up.

    :raises Refused: it is gone.
    """
    lock_owner(owner)
    row = entry_of_theirs(entry_id, owner)
    rows = list(Entry.objects.filter(list=row.list).order_by("position", "pk"))
    for position, each in enumerate(moved(rows, row, by=by), start=1):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])
    touch(row.list, owner)


@transaction.atomic
def move_to_list(entry_id: UUID, list_id: UUID | None, *, owner: Owner) -> None:
    """Let a title stand on another of someone's lists, with its note; None is the ready one.

    :raises Refused: the title or the list is gone, or the list is full.
    """
    lock_owner(owner)
    row = entry_of_theirs(entry_id, owner)
    into = list_of_theirs(list_id, owner) if list_id else _ready_list(owner)
    if into.pk == row.list_id:
        return
    touch(row.list, owner)
    touch(into, owner)
    there = Entry.objects.filter(list=into, record=row.record_id).first() if row.record_id else None
    if there is not None:
        there.note = there.note or row.note
        there.save(update_fields=["note"])
        row.delete()
        return
    _refuse_full(into)
    row.list, row.position = into, _last(into) + 1
    row.save(update_fields=["list", "position"])


@transaction.atomic
def drop_entry(entry_id: UUID, *, person_id: UUID, now: datetime) -> str:
    """Take a title off its list, for good, and return what it was called.

    :raises Refused: it is gone, or not theirs.
    """
    lock_person(person_id)
    row = Entry.objects.filter(pk=entry_id, list__patron=person_id).first()
    if row is None:
        raise Refused(Reason(Code.ENTRY_GONE))
    row.delete()
    note_deleted(entry_id, of=Entry, now=now)
    return row.title


def _ready_list(owner: Owner) -> TitleList:
    """Return the list that everybody has ready, made with the first title on it."""
    values = {"touched_on": owner.day}
    return TitleList.objects.get_or_create(patron_id=owner.person_id, name="", defaults=values)[0]


def _refuse_full(row: TitleList) -> None:
    if Entry.objects.filter(list=row).count() >= MOST_ENTRIES:
        raise Refused(Reason(Code.LIST_FULL, number=MOST_ENTRIES))


def _last(row: TitleList) -> int:
    return Entry.objects.filter(list=row).aggregate(last=Max("position"))["last"] or 0
