"""The lists that the library shows everybody."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from hylla.catalogue.queries import Hit, hits_of
from hylla.lists.models import PublicEntry, PublicList


@dataclass(frozen=True, slots=True)
class PublicListFacts:
    """A list for everybody."""

    id: int
    name: str
    about: str
    is_shown: bool
    count: int


@dataclass(frozen=True, slots=True)
class Recommended:
    """A title on it, and why."""

    hit: Hit
    note: str


def public_lists(*, only_shown: bool = True) -> tuple[PublicListFacts, ...]:
    """Return the lists for everybody, the one that changed last first; empty ones are not shown."""
    rows = PublicList.objects.annotate(count=Count("entries")).order_by("-changed_on", "-pk")
    if only_shown:
        rows = rows.filter(is_shown=True, count__gt=0)
    return tuple(
        PublicListFacts(each.pk, each.name, each.about, each.is_shown, each.count) for each in rows
    )


def public_list(number: int, *, only_shown: bool = True) -> PublicListFacts | None:
    """Return one of them, or None."""
    rows = PublicList.objects.annotate(count=Count("entries")).filter(pk=number)
    row = (rows.filter(is_shown=True) if only_shown else rows).first()
    return (
        None
        if row is None
        else PublicListFacts(row.pk, row.name, row.about, row.is_shown, row.count)
    )


def recommended(number: int, *, most: int | None = None) -> tuple[Recommended, ...]:
    """Return the titles of a list for everybody, or the first of them, in order."""
    rows = PublicEntry.objects.filter(list=number).order_by("position", "pk")
    notes: Mapping[int, str] = dict(rows.values_list("record", "note")[:most])
    return tuple(Recommended(hit, notes[hit.id]) for hit in hits_of(notes))
