"""Titles that may be one, two of them side by side, and those that were two."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from hylla.catalogue.models import BORROWED, Item, ItemStatus, Record, RecordKey
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.queries.records import Hit, hits_of
from hylla.catalogue.queries.snapshots import digest_of
from hylla.catalogue.rules.comparing import field_text
from hylla.catalogue.rules.matching import MatchBy

GROUPS = 25
_TELLING = (MatchBy.ISBN, MatchBy.ISSN, MatchBy.TITLE)


@dataclass(frozen=True, slots=True)
class Likely:
    """Titles that have something in common: an ISBN, or author, title, year, kind and language."""

    by: MatchBy
    titles: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two titles: its fields as they are read, and how many copies it has."""

    hit: Hit
    fields: tuple[str, ...]
    copies: int


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two titles; `version` changes whenever one of them does."""

    stays: Side
    goes: Side
    version: str


def likely_duplicates(*, after: str = "") -> tuple[tuple[Likely, ...], str]:
    """Return groups of titles that may be one, and where the next ones begin, if there are any."""
    telling = Q()
    for each in _TELLING:
        telling |= Q(key__startswith=f"{each.value}:")
    keys = RecordKey.objects.filter(telling, key__gt=after).exclude(record__source=BORROWED)
    shared = keys.values("key").annotate(number=Count("record")).filter(number__gt=1)
    found = list(shared.order_by("key").values_list("key", flat=True)[: GROUPS + 1])
    some = found[:GROUPS]
    members: defaultdict[str, list[int]] = defaultdict(list)
    rows = RecordKey.objects.filter(key__in=some).exclude(record__source=BORROWED)
    for key, number in rows.order_by("record").values_list("key", "record"):
        members[key].append(number)
    groups = tuple(
        Likely(MatchBy(key.partition(":")[0]), hits_of(members[key]))
        for key in some
        if len(members[key]) > 1
    )
    return groups, some[-1] if len(found) > GROUPS else ""


def side_by_side(stays: int, goes: int) -> SideBySide | None:
    """Return two titles, or None where one is none of ours or both are the same."""
    rows = Record.objects.filter(pk__in=(stays, goes)).exclude(source=BORROWED).in_bulk()
    if len(rows) < 2:
        return None
    return SideBySide(_side(rows[stays]), _side(rows[goes]), version_of(rows[stays], rows[goes]))


def version_of(stays: Record, goes: Record) -> str:
    """Return what changes whenever one of two titles does."""
    return f"{digest_of(stays)[:16]}{digest_of(goes)[:16]}"


def _side(row: Record) -> Side:
    copies = Item.objects.filter(record=row).exclude(status=ItemStatus.WITHDRAWN).count()
    fields = tuple(map(field_text, record_of(row).fields))
    return Side(hits_of([row.pk])[0], fields, copies)
