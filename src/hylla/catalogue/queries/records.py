"""Titles and their copies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from hylla.catalogue.models import BORROWED, Collection, Item, ItemStatus, ItemType, Record

MOST_EDITIONS = 100

LARGEST_NUMBER = 2**63 - 1
"""No title has a larger one, and no database takes it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A title in a list. `authors` is one text: "Ragde, Anne B.; Moe, Jørgen"."""

    id: int
    title: str
    subtitle: str
    authors: str
    year: int | None
    kind: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """A title with everything known about it. `authors` is one text."""

    id: int
    title: str
    subtitle: str
    authors: str
    year: int | None
    kind: str
    audience: str
    languages: tuple[str, ...]
    publisher: str
    isbns: tuple[str, ...]
    classification: str
    subjects: tuple[str, ...]
    series: tuple[str, ...]
    added_on: date
    source: str
    control_number: str
    work_key: str


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A copy, and where it belongs. Where it is now, circulation knows."""

    id: int
    barcode: str
    record_id: int
    item_type: str
    collection: str
    branch_id: int
    branch: str
    shelf_mark: str
    status: ItemStatus
    added_on: date


@dataclass(frozen=True, slots=True)
class CollectionFacts:
    """A part of the stock."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ItemTypeFacts:
    """A kind of item, as loan rules and forms name it."""

    code: str
    name: str


def record(record_id: int) -> RecordFacts | None:
    """Return a title of the catalogue, or None for an unknown number."""
    found = Record.objects.filter(pk=record_id).exclude(source=BORROWED).defer("marc").first()
    if found is None:
        return None
    return RecordFacts(
        id=found.pk,
        title=found.title,
        subtitle=found.subtitle,
        authors=_as_text(found.authors),
        year=found.year,
        kind=found.kind,
        audience=found.audience,
        languages=tuple(found.languages.split()),
        publisher=found.publisher,
        isbns=tuple(found.isbns.splitlines()),
        classification=found.classification,
        subjects=tuple(found.subjects.splitlines()),
        series=tuple(found.series.splitlines()),
        added_on=found.added_on,
        source=found.source,
        control_number=found.control_number,
        work_key=found.work_key,
    )


def hits_of(record_ids: Iterable[int]) -> tuple[Hit, ...]:
    """Return titles in the order asked for, without those that do not exist."""
    wanted = tuple(record_ids)
    columns = ("title", "subtitle", "authors", "year", "kind", "languages")
    rows = Record.objects.filter(pk__in=wanted).only(*columns)
    found = {
        each.pk: Hit(
            id=each.pk,
            title=each.title,
            subtitle=each.subtitle,
            authors=_as_text(each.authors),
            year=each.year,
            kind=each.kind,
            languages=tuple(each.languages.split()),
        )
        for each in rows
    }
    return tuple(found[each] for each in wanted if each in found)


def other_editions(record_id: int) -> tuple[Hit, ...]:
    """Return the other editions of a title's work, the newest of each language first.

    Only those of which the library has a copy.
    """
    work = Record.objects.filter(pk=record_id).values("work_key")
    rows = Record.objects.filter(work_key__in=work).exclude(source=BORROWED).exclude(pk=record_id)
    here = Exists(Item.objects.filter(record=OuterRef("pk")).exclude(status=ItemStatus.WITHDRAWN))
    found = rows.filter(here).order_by("languages", "-year", "pk").values_list("pk", flat=True)
    return hits_of(found[:MOST_EDITIONS])


def newest(count: int) -> tuple[Hit, ...]:
    """Return the titles that came last, of those the library has a copy of."""
    here = Item.objects.exclude(status=ItemStatus.WITHDRAWN).filter(lent_until_on=None)
    here = here.order_by("-record")
    return hits_of(here.values_list("record_id", flat=True).distinct()[:count])


def count_of_titles() -> int:
    """Return how many titles the catalogue has."""
    return Record.objects.exclude(source=BORROWED).count()


def items_of(record_id: int) -> tuple[ItemFacts, ...]:
    """Return the copies of a title, also those withdrawn, branch by branch."""
    items = Item.objects.filter(record=record_id).select_related("branch")
    return tuple(_item_facts(item) for item in items.order_by("branch__name", "barcode"))


def item_with(barcode: str) -> ItemFacts | None:
    """Return the copy with a barcode, or None."""
    found = Item.objects.filter(barcode=barcode).select_related("branch").first()
    return _item_facts(found) if found else None


def item_types() -> tuple[ItemTypeFacts, ...]:
    """Return the kinds of item there are."""
    return tuple(ItemTypeFacts(each.code, each.name) for each in ItemType.objects.order_by("code"))


def collections() -> tuple[CollectionFacts, ...]:
    """Return the parts of the stock that rules may speak of."""
    rows = Collection.objects.order_by("code")
    return tuple(CollectionFacts(each.code, each.name) for each in rows)


def _item_facts(item: Item) -> ItemFacts:
    return ItemFacts(
        id=item.pk,
        barcode=item.barcode,
        record_id=item.record_id,
        item_type=item.item_type_id,
        collection=item.collection_id or "",
        branch_id=item.branch_id,
        branch=item.branch.name,
        shelf_mark=item.shelf_mark,
        status=ItemStatus(item.status),
        added_on=item.added_on,
    )


def _as_text(lines: str) -> str:
    return "; ".join(lines.splitlines())
