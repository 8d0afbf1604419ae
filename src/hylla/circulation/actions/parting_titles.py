"""Two titles that became one are two again: copies, and who waits for them, go where they were."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from hylla.catalogue.actions.batches.parting import (
    against_parting,
    as_it_was,
    bring_back,
    give_back,
)
from hylla.catalogue.actions.batches.working import Ways
from hylla.catalogue.models import Batch, BatchRow, Item
from hylla.catalogue.rules.batches import BatchKind, Part, RowState, Stage
from hylla.catalogue.rules.codes import NotUndone
from hylla.circulation.actions.copies_first import lock_copies
from hylla.circulation.actions.holds import lock_queue
from hylla.circulation.models import Hold


@transaction.atomic
def part_titles(number: int, *, on: date) -> bool:
    """Undo a merge, all of it or nothing; return false, for there is no more of it.

    What is hung on the title that stayed since then stays there, as does what patrons remember,
    list or have said of either.
    """
    batch = Batch.objects.select_for_update().filter(pk=number, stage=Stage.UNDOING).first()
    if batch is None:
        return False
    rows = {Part(row.place): row for row in batch.rows.all()}
    stays, goes = rows[Part.STAYS], rows[Part.GOES]
    reason = _parted(stays, goes, on=on)
    _tell(goes, reason)
    _tell(stays, reason or as_it_was(stays, on=on))
    batch.stage, batch.done = Stage.UNDONE, len(rows)
    batch.save(update_fields=["stage", "done"])
    return False


PARTING = Ways.back(part_titles)


def forget_parting() -> int:
    """Forget for which titles holds were placed, where a merge can no longer be undone.

    Return of how many.
    """
    kept = BatchRow.objects.filter(batch__kind=BatchKind.MERGE, place=Part.GOES)
    over = Hold.objects.exclude(placed_for=None)
    return over.exclude(placed_for__in=kept.values("record_number")).update(placed_for=None)


def _parted(stays: BatchRow, goes: BatchRow, *, on: date) -> NotUndone | None:
    """Let the title that went be there again, with its copies and who waits for them."""
    of, barcodes = stays.record_number or 0, goes.barcodes.split()
    # First the queue, then the copies, then the holds: as in every other way.
    lock_queue(of)
    lock_copies(list(Item.objects.filter(record=of).values_list("pk", flat=True)))
    list(Hold.objects.select_for_update(of=("self",)).filter(record=of).order_by("pk"))
    if reason := against_parting(stays, goes):
        return reason
    number = bring_back(goes, on=on)
    copies = give_back(number, of=of, barcodes=barcodes, remarks=goes.remarks, on=on)
    _holds_of(of, copies, went=number).update(record=number, placed_for=None)
    return None


def _holds_of(of: int, copies: Collection[int], *, went: int) -> QuerySet[Hold]:
    """Return who waits for the title that went: who asked for it, and who gets a copy of it.

    Whoever has another copy on the shelf by now keeps that one.
    """
    own = Q(item__in=copies) | Q(only_item__in=copies)
    asked = Q(placed_for=went, item=None, only_item=None)
    return Hold.objects.filter(own | asked, record=of)


def _tell(row: BatchRow, reason: NotUndone | None) -> None:
    row.state = RowState.LEFT if reason else RowState.UNDONE
    row.reason = reason or ""
    row.save(update_fields=["state", "reason"])
