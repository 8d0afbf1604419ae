"""The library's own lists, for everybody: made, filled, ordered, shown and deleted by staff."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from hylla.catalogue.models import BORROWED, Record
from hylla.library.refusals import Reason, Refused
from hylla.lists.models import PublicEntry, PublicList
from hylla.lists.rules import (
    MOST_ENTRIES,
    Code,
    about_faults,
    moved,
    name_faults,
    note_faults,
    tidied,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a list for everybody is called, what it says of itself, and whether it is shown."""

    name: str
    about: str = ""
    is_shown: bool = False


@transaction.atomic
def make_public_list(wording: Wording, *, on: date) -> int:
    """Make an empty list for everybody, and return its number.

    :raises Refused: the name or the text will not do.
    """
    return _write(PublicList(), wording, on)


@transaction.atomic
def change_public_list(number: int, wording: Wording, *, on: date) -> None:
    """:raises Refused: it is gone, or the name or the text will not do."""
    _write(_locked(number), wording, on)


@transaction.atomic
def delete_public_list(number: int) -> None:
    """:raises Refused: it is gone."""
    _locked(number).delete()


def recommend(number: int, record_id: int, *, on: date) -> None:
    """Put a title on a list for everybody; what stands there already stays.

    :raises Refused: the list is gone or full, or the title is not in the catalogue.
    """
    try:
        with transaction.atomic():
            _put(_locked(number), record_id, on)
    except IntegrityError as error:
        raise Refused(Reason(Code.UNKNOWN_TITLE)) from error


@transaction.atomic
def say_why(number: int, record_id: int, *, note: str, on: date) -> None:
    """Write a few words beside a title that is recommended.

    :raises Refused: it is gone, or they are too many.
    """
    row = _entry(_locked(number), record_id)
    note = tidied(note)
    if reasons := note_faults(note):
        raise Refused(*reasons)
    row.note = note
    row.save(update_fields=["note"])
    _touch(row.list, on)


@transaction.atomic
def move_recommended(number: int, record_id: int, *, by: int, on: date) -> None:
    """:raises Refused: it is gone."""
    row = _entry(_locked(number), record_id)
    rows = list(row.list.entries.order_by("position", "pk"))
    for position, each in enumerate(moved(rows, row, by=by), start=1):
        PublicEntry.objects.filter(pk=each.pk).update(position=position)
    _touch(row.list, on)


@transaction.atomic
def recommend_no_longer(number: int, record_id: int, *, on: date) -> None:
    """:raises Refused: it is gone."""
    row = _entry(_locked(number), record_id)
    row.delete()
    _touch(row.list, on)


def _locked(number: int) -> PublicList:
    row = PublicList.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise Refused(Reason(Code.LIST_GONE))
    return row


def _entry(row: PublicList, record_id: int) -> PublicEntry:
    found = PublicEntry.objects.select_related("list").filter(list=row, record=record_id).first()
    if found is None:
        raise Refused(Reason(Code.ENTRY_GONE))
    return found


def _write(row: PublicList, wording: Wording, on: date) -> int:
    name, about = tidied(wording.name), tidied(wording.about)
    others = PublicList.objects.exclude(pk=row.pk).values_list("name", flat=True)
    if reasons := [*name_faults(name, others=list(others)), *about_faults(about)]:
        raise Refused(*reasons)
    row.name, row.about, row.is_shown, row.changed_on = name, about, wording.is_shown, on
    row.save()
    return row.pk


def _put(row: PublicList, record_id: int, on: date) -> None:
    if not Record.objects.exclude(source=BORROWED).filter(pk=record_id).exists():
        raise Refused(Reason(Code.UNKNOWN_TITLE))
    entries = row.entries.all()
    if entries.filter(record=record_id).exists():
        return
    if entries.count() >= MOST_ENTRIES:
        raise Refused(Reason(Code.LIST_FULL, number=MOST_ENTRIES))
    last = entries.aggregate(last=Max("position"))["last"] or 0
    PublicEntry.objects.create(list=row, record_id=record_id, position=last + 1)
    _touch(row, on)


def _touch(row: PublicList, on: date) -> None:
    row.changed_on = on
    row.save(update_fields=["changed_on"])
