"""Inventories: begun, gone on with as often as needed, and ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.models import Inventory, InventoryScan
from hylla.circulation.queries.inventories import expected, missing, part_of, report_of
from hylla.circulation.queries.put_away import Readings, barcodes_in
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.inventories import Finding, Part, part_refusals
from hylla.library.refusals import Reason, Refused
from hylla.privacy.policy import Policy

MARKS = (ItemStatus.MISSING, ItemStatus.LOST)
"""What things that were not seen can be marked as."""
AT_ONCE = 500
"""Rows of one statement: no database takes any number of values."""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of lines that were read on the shelves: how many were new, and how many unknown."""

    lines: int
    new: int
    unknown: int


def begin_inventory(part: Part, *, now: datetime) -> int:
    """Begin to look at a part of the stock, and return the inventory's id.

    :raises Refused: the range ends before it begins, or an inventory of just this goes on already.
    """
    if reasons := part_refusals(part):
        raise Refused(*reasons)
    with transaction.atomic():
        covers = {
            "branch_id": part.branch_id,
            "collection_id": part.collection,
            "shelf_from": part.shelf_from,
            "shelf_to": part.shelf_to,
        }
        if Inventory.objects.filter(ended_at=None, **covers).exists():
            raise Refused(Reason(Refusal.INVENTORY_UNDER_WAY))
        return Inventory.objects.create(**covers, begun_at=now).pk


def note_seen(
    inventory_id: int, lines: Iterable[Readings], *, now: datetime, policy: Policy
) -> Read:
    """Note what was read on the shelves, and of each item the day; a line again changes nothing.

    Whoever has an item on loan is not asked about here.

    :raises Refused: the inventory has ended.
    """
    on = today(now, policy=policy)
    lines = list(lines)
    read = Read(0, 0, 0)
    for start in range(0, len(lines), AT_ONCE):
        some = lines[start : start + AT_ONCE]
        with transaction.atomic():
            row = _going_on(inventory_id)
            scans = _scans(row, some)
            before = row.scans.count()
            InventoryScan.objects.bulk_create(scans, ignore_conflicts=True)
            new = row.scans.count() - before
            Item.objects.filter(pk__in=[each.item_id for each in scans]).update(seen_on=on)
        unknown = sum(each.item_id is None for each in scans)
        read = Read(read.lines + len(some), read.new + new, read.unknown + unknown)
    return read


def end_inventory(
    inventory_id: int, *, mark: ItemStatus | None, version: str, now: datetime
) -> int:
    """End an inventory, mark what was not seen, and return how many that were.

    `mark` is what they are counted as from now on, or None to leave them as they are; `version` is
    that of the report that was looked at. What was read goes.

    :raises Refused: it has ended, or something else is missing than when it was looked at.
    """
    with transaction.atomic():
        row = _going_on(inventory_id)
        report = report_of(inventory_id)
        if report is None or report.version != version:
            raise Refused(Reason(Refusal.INVENTORY_CHANGED))
        part = part_of(row)
        row.expected, row.seen = expected(part).count(), report.counts.get(Finding.RIGHT, 0)
        row.marked = missing(row.pk, part).update(status=mark) if mark in MARKS else 0
        row.ended_at = now
        row.save(update_fields=["expected", "seen", "marked", "ended_at"])
        row.scans.all().delete()
        return row.marked


def _going_on(inventory_id: int) -> Inventory:
    row = Inventory.objects.select_for_update().filter(pk=inventory_id, ended_at=None).first()
    if row is None:
        raise Refused(Reason(Refusal.INVENTORY_ENDED))
    return row


def _scans(row: Inventory, lines: Iterable[Readings]) -> list[InventoryScan]:
    """Return the rows for lines: under the item's barcode, however the scanner wrote it."""
    lines = list(lines)
    meant = barcodes_in(lines)
    items = dict(Item.objects.filter(barcode__in=meant.values()).values_list("barcode", "pk"))
    barcodes = dict.fromkeys(meant.get(line[0], line[0]) for line in lines)
    return [
        InventoryScan(inventory=row, barcode=each, item_id=items.get(each)) for each in barcodes
    ]
