"""Add several copies of a title at once, under barcodes of their own."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from hylla.catalogue.actions.items import file_copies, refuse_unfit_copies
from hylla.catalogue.actions.merged import lock_title
from hylla.catalogue.models import BORROWED, Collection, Item
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.copies import NewCopy
from hylla.catalogue.rules.numbering import next_barcodes
from hylla.library.models import Branch
from hylla.library.refusals import Reason

NEWEST = 20
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class NewCopies:
    """What copies have in common; without `barcode` they get the next numbers."""

    branch_id: int
    item_type: str
    collection: str | None = None
    shelf_mark: str = ""
    count: int = 1
    barcode: str = ""


@transaction.atomic
def add_copies(new: NewCopies, *, record_id: int, on: date) -> tuple[str, ...]:
    """Add copies of a title, or of the one it was made part of; return their barcodes.

    :raises Refused: the barcode is taken or none, or title, branch, kind or collection are unknown.
    """
    # Who gives numbers out waits for whoever does so at the same moment.
    list(Branch.objects.select_for_update().order_by("pk")[:1])
    barcodes = (new.barcode,) if new.barcode else _numbers(min(new.count, MOST_AT_ONCE))
    copies = [NewCopy(each, new.branch_id, new.item_type, new.shelf_mark) for each in barcodes]
    faults = []
    title = lock_title(record_id)
    if title is None:
        faults.append(Reason(Code.RECORD_UNKNOWN))
    if new.collection and not Collection.objects.filter(pk=new.collection).exists():
        faults.append(Reason(Code.COLLECTION_UNKNOWN))
    refuse_unfit_copies(copies, also=faults)
    file_copies([(title or 0, copy) for copy in copies], on=on)
    if new.collection:
        Item.objects.filter(barcode__in=barcodes).update(collection=new.collection)
    return barcodes


def _numbers(count: int) -> tuple[str, ...]:
    """Return numbers that no copy has, withdrawn ones included."""
    own = Item.objects.exclude(record__source=BORROWED)
    newest = list(own.order_by("-pk").values_list("barcode", flat=True)[:NEWEST])
    while True:
        barcodes = next_barcodes(newest, count=count)
        taken = Item.objects.filter(barcode__in=barcodes).values_list("barcode", flat=True)
        highest = max(taken, default="")
        if not highest:
            return barcodes
        # Only of the same length, and the highest: the search goes up and comes to an end.
        newest = [*(each for each in newest if len(each) == len(highest)), highest]
