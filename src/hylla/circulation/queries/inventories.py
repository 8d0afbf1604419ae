"""What an inventory has found: things and where they should be, and nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Collate

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.models import Hold, Inventory, InventoryScan, Loan
from hylla.circulation.queries.dialect import ON_POSTGRESQL
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.rules.inventories import Finding, Part

BY_CODE = "C" if ON_POSTGRESQL else "BINARY"
"""The order of shelf marks that both databases have: that of the characters' codes."""
LISTED = 300
"""How many things of one finding are listed: more than are fetched in one walk."""
PAST = 10
"""How many inventories that have ended are listed."""


@dataclass(frozen=True, slots=True)
class InventoryFacts:
    """An inventory: what it covers, whether it goes on, and how it ended."""

    id: int
    part: Part
    begun_at: datetime
    ended_at: datetime | None
    scanned: int
    expected: int
    seen: int
    marked: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing in a report; of an unknown barcode nothing else is known."""

    barcode: str
    title: str = ""
    shelf_mark: str = ""
    branch_id: int | None = None
    collection: str | None = None
    last_seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What an inventory has found so far: how many of each finding, and the first of them.

    `version` is another whenever what is missing is another.
    """

    inventory: InventoryFacts
    counts: Mapping[Finding, int]
    things: Mapping[Finding, tuple[Seen, ...]] = field(default_factory=dict)
    version: str = ""

    @property
    def missing(self) -> int:
        """How many should stand there and were not seen."""
        return self.counts.get(Finding.MISSING, 0)


def inventories() -> tuple[InventoryFacts, ...]:
    """Return the inventories that go on, the oldest first, and then the last that ended."""
    rows = Inventory.objects.annotate(scanned=Count("scans"))
    open_ones = rows.filter(ended_at=None).order_by("begun_at")
    ended = rows.exclude(ended_at=None).order_by("-ended_at")[:PAST]
    return tuple(_facts(each) for each in (*open_ones, *ended))


def report_of(inventory_id: int) -> Report | None:
    """Return what an inventory that goes on has found, or None where none does."""
    rows = Inventory.objects.annotate(scanned=Count("scans"))
    row = rows.filter(pk=inventory_id, ended_at=None).first()
    if row is None:
        return None
    found = _facts(row)
    absent, scans = missing(found.id, found.part), _scans(found)
    totals = absent.aggregate(count=Count("pk"), keys=Sum("pk"))
    counts = {Finding.MISSING: totals["count"]} if totals["count"] else {}
    by_finding = scans.order_by().values("finding").annotate(count=Count("pk"))
    counts |= {Finding(row["finding"]): row["count"] for row in by_finding}
    return Report(
        found,
        {each: counts[each] for each in Finding if each in counts},
        {each: _things(each, absent, scans) for each in counts if each is not Finding.RIGHT},
        f"{totals['count']}-{totals['keys'] or 0}",
    )


def missing(inventory_id: int, part: Part) -> QuerySet[Item]:
    """Return the items that should stand on the shelves of a part, and were not seen there."""
    seen = InventoryScan.objects.filter(inventory=inventory_id, item=OuterRef("pk"))
    return expected(part).filter(~Exists(seen))


def expected(part: Part) -> QuerySet[Item]:
    """Return the items that should stand on the shelves of a part now."""
    items = Item.objects.filter(
        branch=part.branch_id, status=ItemStatus.IN_SERVICE, transit_to=None
    )
    if part.collection is not None:
        items = items.filter(collection=part.collection)
    return items.alias(mark=Collate("shelf_mark", BY_CODE)).filter(
        _within(part, "mark", "shelf_mark"), ~Exists(_loan("pk")), ~Exists(_hold("pk"))
    )


def _within(part: Part, mark: str, plain: str) -> Q:
    """Return the condition that a shelf mark lies in the range."""
    within = Q(**{f"{mark}__gte": part.shelf_from}) if part.shelf_from else Q()
    if part.shelf_to:
        within &= Q(**{f"{mark}__lte": part.shelf_to}) | Q(
            **{f"{plain}__startswith": part.shelf_to}
        )
    return within


def _loan(item: str) -> QuerySet[Loan]:
    return open_loans().filter(item=OuterRef(item))


def _hold(item: str) -> QuerySet[Hold]:
    return Hold.objects.filter(item=OuterRef(item))


def _scans(found: InventoryFacts) -> QuerySet[Any]:
    """Return what was read, each with what is with it; the first that applies counts."""
    part = found.part
    other_collection = (
        ~Q(item__collection=part.collection) | Q(item__collection=None)
        if part.collection is not None
        else Q(pk__in=())
    )
    cases = (
        (Q(item=None), Finding.UNKNOWN),
        (Q(item__status=ItemStatus.WITHDRAWN), Finding.WITHDRAWN),
        (Q(item__status__in=(ItemStatus.LOST, ItemStatus.MISSING)), Finding.FOUND),
        (Q(item__status=ItemStatus.IN_PROCESS), Finding.IN_PROCESS),
        (Q(Exists(_loan("item"))), Finding.ON_LOAN),
        (Q(item__transit_to__isnull=False), Finding.IN_TRANSIT),
        (Q(Exists(_hold("item"))), Finding.SET_ASIDE),
        (~Q(item__branch=part.branch_id), Finding.OTHER_BRANCH),
        (other_collection, Finding.OTHER_COLLECTION),
        (~_within(part, "mark", "item__shelf_mark"), Finding.OTHER_SHELF),
    )
    finding = Case(
        *(When(condition, then=Value(str(finding))) for condition, finding in cases if condition),
        default=Value(str(Finding.RIGHT)),
        output_field=CharField(),
    )
    scans = InventoryScan.objects.filter(inventory=found.id)
    return scans.alias(mark=Collate(F("item__shelf_mark"), BY_CODE)).annotate(finding=finding)


def _things(finding: Finding, absent: QuerySet[Item], scans: QuerySet[Any]) -> tuple[Seen, ...]:
    if finding is Finding.MISSING:
        return tuple(_seen(each) for each in _listed(absent))
    rows = scans.filter(finding=finding).order_by("barcode")[:LISTED]
    if finding is Finding.UNKNOWN:
        return tuple(Seen(each.barcode) for each in rows)
    items = Item.objects.filter(pk__in=[each.item_id for each in rows])
    return tuple(_seen(each) for each in _listed(items))


def _listed(items: QuerySet[Item]) -> QuerySet[Item]:
    ordered = items.order_by(Collate("shelf_mark", BY_CODE), "barcode")
    return ordered.select_related("record").defer("record__marc")[:LISTED]


def _seen(item: Item) -> Seen:
    return Seen(
        item.barcode,
        item.record.title,
        item.shelf_mark,
        item.branch_id,
        item.collection_id,
        item.seen_on,
    )


def _facts(row: Inventory) -> InventoryFacts:
    return InventoryFacts(
        row.pk,
        part_of(row),
        row.begun_at,
        row.ended_at,
        row.scanned,  # type: ignore[attr-defined]  # annotated by both who ask
        row.expected,
        row.seen,
        row.marked,
    )


def part_of(row: Inventory) -> Part:
    """Return what an inventory covers."""
    return Part(row.branch_id, row.collection_id, row.shelf_from, row.shelf_to)
