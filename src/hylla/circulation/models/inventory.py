"""Inventories: what was seen on the shelves. They are about things, and about nobody."""

from typing import ClassVar

from django.db import models

from hylla.catalogue.models import Collection, Item
from hylla.library.models import Branch
from hylla.privacy.declarations import NotPersonal


class Inventory(models.Model):
    """A look along the shelves of a branch: of all of it, a collection, or a range of shelf marks.

    It goes on until it is ended; then the barcodes that were read go, and `expected`, `seen` and
    `marked` stay: how many should have stood there, how many did, how many were marked as missing.
    """

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    collection = models.ForeignKey(
        Collection, null=True, on_delete=models.PROTECT, related_name="+"
    )
    shelf_from = models.CharField(max_length=100, blank=True)
    shelf_to = models.CharField(max_length=100, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    expected = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    marked = models.PositiveIntegerField(default=0)

    personal_data = NotPersonal(
        "a look at a part of the stock: which and when, and not who looked; no borrower is asked"
    )


class InventoryScan(models.Model):
    """A barcode that was read on a shelf, known or not, until the inventory ends."""

    inventory = models.ForeignKey(Inventory, on_delete=models.CASCADE, related_name="scans")
    barcode = models.CharField(max_length=200)
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="+")

    personal_data = NotPersonal("a thing that stood on a shelf, without who read it, or who had it")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inventory", "barcode"], name="a_scan_an_inventory"),
        ]
