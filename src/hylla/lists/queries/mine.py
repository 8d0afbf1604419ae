"""A patron's own lists, and the titles of one that they share."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from hylla.lists.models import Entry, TitleList
from hylla.lists.rules import Sorting, in_order
from hylla.privacy.clocks import ends, kept
from hylla.privacy.models import Request
from hylla.privacy.policy import Policy
from hylla.privacy.rights.conditions import LEAVES, restricted_people
from hylla.privacy.vocabulary import Purpose


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A list: `name` is empty for the ready one, `shared_as` where it is not shared.

    It goes on `goes_on`, if its owner does nothing with it before.
    """

    id: UUID
    name: str
    count: int
    shared_as: str
    goes_on: date


@dataclass(frozen=True, slots=True)
class OnList:
    """A title on a list; `record_id` is None where it has left the catalogue."""

    id: UUID
    record_id: int | None
    title: str
    authors: str
    is_work: bool
    work_key: str
    note: str
    position: int
    added_on: date


def lists_of(person_id: UUID, *, now: datetime, policy: Policy) -> tuple[ListFacts, ...]:
    """Return someone's lists, the ready one first if there is something on it, then by name."""
    rows = _kept(now, policy).filter(patron=person_id)
    found = [_facts(each, policy) for each in rows.annotate(count=Count("entries"))]
    return tuple(sorted(found, key=lambda each: each.name.casefold()))


def list_of(
    list_id: UUID,
    person_id: UUID,
    *,
    now: datetime,
    policy: Policy,
    sorting: Sorting = Sorting.OWN,
) -> tuple[ListFacts, tuple[OnList, ...]] | None:
    """Return a list and its titles in order; None where it is gone, or somebody else's."""
    rows = _kept(now, policy).filter(pk=list_id, patron=person_id)
    row = rows.annotate(count=Count("entries")).first()
    if row is None:
        return None
    return _facts(row, policy), _titles(row.pk, sorting)


def lists_with(
    record_id: int, person_id: UUID, *, now: datetime, policy: Policy
) -> frozenset[UUID]:
    """Return which of someone's lists have a title."""
    rows = Entry.objects.filter(
        record=record_id, list__in=_kept(now, policy), list__patron=person_id
    )
    return frozenset(rows.values_list("list", flat=True))


def listed_among(
    record_ids: Iterable[int], person_id: UUID, *, now: datetime, policy: Policy
) -> frozenset[int]:
    """Return which of some titles stand on a list of someone's."""
    mine = _kept(now, policy).filter(patron=person_id)
    rows = Entry.objects.filter(record__in=tuple(record_ids), list__in=mine)
    return frozenset(each for each in rows.values_list("record", flat=True) if each)


def shared_titles(word: str, *, now: datetime, policy: Policy) -> tuple[OnList, ...] | None:
    """Return the titles that a link opens, without the notes; None where it opens nothing.

    Of whose list it is, nothing is told, not what they call it either.
    """
    rows = _kept(now, policy).filter(shared_as=word or None)
    leaving = Request.objects.filter(LEAVES).values("person")
    rows = rows.exclude(patron__in=restricted_people(Purpose.LISTS)).exclude(patron__in=leaving)
    row = rows.first() if policy.lists.offered and word else None
    return None if row is None else tuple(_unnoted(_titles(row.pk, Sorting.OWN)))


def _kept(now: datetime, policy: Policy) -> "QuerySet[TitleList]":
    return kept(TitleList, policy=policy, now=now)


def _unnoted(titles: Iterable[OnList]) -> Iterable[OnList]:
    return (replace(each, note="") for each in titles)


def _facts(row: TitleList, policy: Policy) -> ListFacts:
    (keep,) = TitleList.personal_data.keep
    goes_on = ends(keep, policy=policy, since=row.touched_on)
    count: int = row.count  # type: ignore[attr-defined]  # both callers have counted
    return ListFacts(row.pk, row.name, count, row.shared_as or "", goes_on)


def _titles(list_id: UUID, sorting: Sorting) -> tuple[OnList, ...]:
    rows = Entry.objects.filter(list=list_id).select_related("record").defer("record__marc")
    found = [
        OnList(
            each.pk,
            each.record_id,
            each.record.title if each.record else each.title,
            "; ".join(each.record.authors.splitlines()) if each.record else "",
            each.is_work,
            each.record.work_key if each.record else "",
            each.note,
            each.position,
            each.added_on,
        )
        for each in rows
    ]
    return tuple(in_order(found, sorting))
