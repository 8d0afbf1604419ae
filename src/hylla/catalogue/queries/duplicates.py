"""Titles that may be one, two of them side by side, and those that were two."""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from hylla.catalogue.models import BORROWED, Item, ItemStatus, KnownApart, Record, RecordKey
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
    """Two titles; `version` changes whenever one of them does.

    Somebody has said of two that are apart that they are not one.
    """

    stays: Side
    goes: Side
    version: str
    is_apart: bool


def likely_duplicates(*, after: str = "") -> tuple[tuple[Likely, ...], str]:
    """Return groups of titles that may be one, and where the next ones begin, if there are any.

    The first of a group may be one with each of the others; what was told apart is left out.
    """
    groups: list[Likely] = []
    while len(groups) < GROUPS:
        found = _shared(after)
        some = found[:GROUPS]
        groups += _groups(some)
        after = some[-1] if len(found) > GROUPS else ""
        if not after:
            break
    return tuple(groups), after


def _shared(after: str) -> list[str]:
    """Return the next keys that several titles have; one more than are looked at."""
    telling = Q()
    for each in _TELLING:
        telling |= Q(key__startswith=f"{each.value}:")
    keys = RecordKey.objects.filter(telling, key__gt=after).exclude(record__source=BORROWED)
    shared = keys.values("key").annotate(number=Count("record")).filter(number__gt=1)
    return list(shared.order_by("key").values_list("key", flat=True)[: GROUPS + 1])


def _groups(keys: Sequence[str]) -> Iterator[Likely]:
    members: defaultdict[str, list[int]] = defaultdict(list)
    rows = RecordKey.objects.filter(key__in=keys).exclude(record__source=BORROWED)
    for key, number in rows.order_by("record").values_list("key", "record"):
        members[key].append(number)
    everyone = {number for each in members.values() for number in each}
    apart = set(
        KnownApart.objects.filter(low__in=everyone, high__in=everyone).values_list("low", "high")
    )
    for key in keys:
        for group in _in_one(members[key], apart):
            yield Likely(MatchBy(key.partition(":")[0]), hits_of(group))


def _in_one(numbers: Sequence[int], apart: Container[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield those that may be one with the first; then what that one was told apart from."""
    if len(numbers) < 2:
        return
    first, *others = numbers
    alike = [each for each in others if (first, each) not in apart]
    if alike:
        yield [first, *alike]
    yield from _in_one([each for each in others if each not in alike], apart)


def told_apart(*, most: int) -> tuple[tuple[Hit, Hit], ...]:
    """Return pairs that look like one and are not, the newest first."""
    pairs = KnownApart.objects.order_by("-pk").values_list("low", "high")[:most]
    hits = {hit.id: hit for hit in hits_of([number for pair in pairs for number in pair])}
    return tuple((hits[low], hits[high]) for low, high in pairs if {low, high} <= hits.keys())


def side_by_side(stays: int, goes: int) -> SideBySide | None:
    """Return two titles, or None where one is none of ours or both are the same."""
    rows = Record.objects.filter(pk__in=(stays, goes)).exclude(source=BORROWED).in_bulk()
    if len(rows) < 2:
        return None
    low, high = sorted((stays, goes))
    return SideBySide(
        _side(rows[stays]),
        _side(rows[goes]),
        version_of(rows[stays], rows[goes]),
        KnownApart.objects.filter(low=low, high=high).exists(),
    )


def version_of(stays: Record, goes: Record) -> str:
    """Return what changes whenever one of two titles does."""
    return f"{digest_of(stays)[:16]}{digest_of(goes)[:16]}"


def _side(row: Record) -> Side:
    copies = Item.objects.filter(record=row).exclude(status=ItemStatus.WITHDRAWN).count()
    fields = tuple(map(field_text, record_of(row).fields))
    return Side(hits_of([row.pk])[0], fields, copies)
