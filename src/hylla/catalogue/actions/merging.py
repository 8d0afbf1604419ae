"""Let one title become part of another."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import ProtectedError

from hylla.catalogue.actions.filing import file_records
from hylla.catalogue.actions.import_marc import to_file
from hylla.catalogue.actions.stamping import come_back, stamp_gone
from hylla.catalogue.actions.versions import Change, keep_versions
from hylla.catalogue.actions.works import follow_merge
from hylla.catalogue.models import BORROWED, Cover, Item, KnownApart, MergedTitle, Record
from hylla.catalogue.queries.duplicates import version_of
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.incoming import incoming
from hylla.catalogue.rules.merging import joined, too_many, with_number
from hylla.catalogue.rules.versions import Why
from hylla.library.refusals import Reason, Refused

MERGED = Change(Why.MERGED)


@dataclass(frozen=True, slots=True)
class Merge:
    """Which of two titles stays, without which of its fields, and which are taken over.

    Fields are places in either record. `version` is what was compared (`queries.duplicates`).
    """

    stays: int
    goes: int
    version: str
    without: frozenset[int] = frozenset()
    taken: Collection[int] = ()


def tell_apart(one: int, other: int) -> None:
    """Keep that two titles are not one, however alike they look.

    :raises Refused: one is unknown, or both are the same.
    """
    KnownApart.objects.bulk_create([_pair(one, other)], ignore_conflicts=True)


def tell_apart_no_more(one: int, other: int) -> None:
    """Let two titles be shown again among those that may be one.

    :raises Refused: as `tell_apart`.
    """
    pair = _pair(one, other)
    KnownApart.objects.filter(low=pair.low, high=pair.high).delete()


def _pair(one: int, other: int) -> KnownApart:
    if one == other:
        raise Refused(Reason(Code.SAME_TITLE))
    low, high = sorted((one, other))
    if Record.objects.filter(pk__in=(low, high)).exclude(source=BORROWED).count() < 2:
        raise Refused(Reason(Code.RECORD_UNKNOWN))
    return KnownApart(low=low, high=high)


def refuse_merge(merge: Merge) -> None:
    """:raises Refused: a title is unknown, both are the same, or one has changed meanwhile."""
    rows = Record.objects.filter(pk__in=(merge.stays, merge.goes)).exclude(source=BORROWED)
    known = rows.in_bulk()
    if merge.stays == merge.goes:
        raise Refused(Reason(Code.SAME_TITLE))
    if len(known) < 2:
        raise Refused(Reason(Code.RECORD_UNKNOWN))
    if version_of(known[merge.stays], known[merge.goes]) != merge.version:
        raise Refused(Reason(Code.TITLES_CHANGED))


def move_copies(merge: Merge, *, on: date) -> None:
    """Let the copies of the title that goes be copies of the other."""
    moved = Item.objects.filter(record=merge.goes)
    if moved.update(record=merge.stays):
        come_back([merge.stays], on=on)


def join_records(merge: Merge, *, on: date) -> None:
    """Write the title that stays, and delete the other, which nothing needs any more.

    A transaction is the caller's to open.

    :raises Refused: the title would have no name, or a field twice that stands once, or something
        still needs the other.
    """
    stays = Record.objects.get(pk=merge.stays)
    goes = Record.objects.get(pk=merge.goes)
    mine = record_of(stays)
    record = joined(mine, record_of(goes), without=merge.without, taken=merge.taken)
    if reasons := list(too_many(record, stays=mine)):
        raise Refused(*reasons)
    record = with_number(record, source=goes.source, number=goes.control_number)
    filed = to_file(record, incoming(record, file=stays.source))
    if not filed.facts.title:
        raise Refused(Reason(Code.TITLE_MISSING))
    filed = replace(
        filed,
        source=stays.source,
        control_number=stays.control_number,
        digest=stays.digest,
        revised=stays.revised,
    )
    MergedTitle.objects.create(
        number=goes.pk,
        into=stays.pk,
        source=goes.source,
        control_number=goes.control_number,
        merged_on=on,
    )
    number = goes.pk
    follow_merge(goes, into=stays)
    keep_versions([goes], change=MERGED, on=on)
    if not Cover.objects.filter(pk=stays.pk).exists():
        Cover.objects.filter(pk=number).update(record=stays)
    try:
        goes.delete()
    except ProtectedError:
        raise Refused(Reason(Code.TITLE_HELD)) from None
    stamp_gone([number], on=on)
    file_records([filed], on=on, change=MERGED)
