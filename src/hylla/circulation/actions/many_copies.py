"""Many copies changed alike: looked at first, done one by one as by hand, and undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hylla.catalogue.actions import change_item, file_item
from hylla.catalogue.actions.batches.working import Ways
from hylla.catalogue.actions.items import restore_status
from hylla.catalogue.models import Batch, BatchRow, Item, ItemStatus
from hylla.catalogue.queries.choosing import ChoosingCopies, ChosenCopies, copies_chosen
from hylla.catalogue.rules.batches import BatchKind, Fate, RowState, Stage
from hylla.catalogue.rules.codes import Code, LeftOut, NotUndone
from hylla.catalogue.rules.copy_changes import (
    NONE,
    Becomes,
    CopyChange,
    CopyState,
    change_text,
    change_told,
    digest,
    state_text,
    state_told,
)
from hylla.circulation.actions.marking import mark_missing
from hylla.circulation.actions.withdraw import withdraw
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Reason, Refused

MOST_COPIES = 20_000
AT_A_TIME = 100
_LONGEST = 200


@transaction.atomic
def prepare_copy_changes(
    change: CopyChange, chosen: ChoosingCopies, *, name: str, now: datetime
) -> int:
    """Let the worker look at what a change would do to copies; return the number of the batch.

    :raises Refused: nothing is to change, or no copy or too many are chosen.
    """
    if not change:
        raise Refused(Reason(Code.CHANGE_MISSING))
    if not chosen:
        raise Refused(Reason(Code.NOTHING_CHOSEN))
    found = copies_chosen(chosen, most=MOST_COPIES + 1)
    if not found.numbers:
        raise Refused(Reason(Code.NOTHING_FOUND))
    if len(found.numbers) > MOST_COPIES:
        raise Refused(Reason(Code.TOO_MANY_CHOSEN, number=MOST_COPIES))
    batch = Batch.objects.create(
        kind=BatchKind.COPIES,
        name=name,
        stage=Stage.READING,
        size=len(found.numbers) + len(found.unknown),
        rules=change_text(change),
        begun_at=now,
    )
    _add_rows(batch, found)
    return batch.pk


def _add_rows(batch: Batch, found: ChosenCopies) -> None:
    items = Item.objects.filter(pk__in=found.numbers)
    told = items.values_list("pk", "barcode", "record", "record__title")
    facts = {pk: (barcode, record, title) for pk, barcode, record, title in told}
    rows = [
        BatchRow(
            fate=Fate.CHANGE,
            barcodes=barcode,
            detail=barcode,
            record_number=record,
            title=title[:_LONGEST],
        )
        for barcode, record, title in (facts[each] for each in found.numbers)
    ]
    # What is no copy's is told behind them.
    rows += (
        BatchRow(
            fate=Fate.SKIP,
            reason=Code.BARCODE_UNKNOWN,
            detail=each[:_LONGEST],
            state=RowState.DONE,
        )
        for each in found.unknown
    )
    for place, row in enumerate(rows, start=1):
        row.batch, row.place = batch, place
    BatchRow.objects.bulk_create(rows)


def look_at_copies(number: int, *, on: date) -> bool:
    """Judge the next copies of a batch; return whether there are more."""

    def next_of(batch: Batch) -> BatchRow | None:
        return batch.rows.filter(place__gt=batch.done).order_by("place").first()

    def look(row: BatchRow, change: CopyChange) -> None:
        if row.barcodes:
            _look(row, change, on=on)

    return _some(number, _Step(Stage.READING, Stage.READY, next_of, look))


def change_copies(number: int, *, on: date) -> bool:
    """Change the next copies of a batch; return whether there are more."""

    def next_of(batch: Batch) -> BatchRow | None:
        return batch.rows.filter(state=RowState.WAITS).order_by("place").first()

    def act(row: BatchRow, change: CopyChange) -> None:
        _judge(row, change, on=on)
        row.state = RowState.DONE

    return _some(number, _Step(Stage.RUNNING, Stage.DONE, next_of, act))


def undo_copies(number: int, *, on: date) -> bool:
    """Put the last copies of a batch back; return whether there are more."""

    def next_of(batch: Batch) -> BatchRow | None:
        done = batch.rows.filter(state=RowState.DONE, fate=Fate.CHANGE)
        return done.order_by("-place").first()

    def act(row: BatchRow, _change_of_all: CopyChange) -> None:
        reason = _undone(row, on=on)
        row.state = RowState.LEFT if reason else RowState.UNDONE
        row.reason = reason or ""

    return _some(number, _Step(Stage.UNDOING, Stage.UNDONE, next_of, act))


WAYS = Ways(look_at_copies, change_copies, undo_copies)


@dataclass(frozen=True, slots=True)
class _Step:
    """What is done in one stage, to which copy next, and which stage comes behind it."""

    stage: Stage
    behind: Stage
    next_of: Callable[[Batch], BatchRow | None]
    act: Callable[[BatchRow, CopyChange], None]


def _some(number: int, step: _Step) -> bool:
    """Go on with some copies, each in a transaction as by hand: nobody waits for all of them."""
    for _each in range(AT_A_TIME):
        with transaction.atomic():
            batch = Batch.objects.select_for_update().filter(pk=number, stage=step.stage).first()
            if batch is None:
                return False
            row = step.next_of(batch)
            if row is None:
                batch.stage = step.behind
                batch.done = 0 if step.behind is Stage.READY else batch.done
                batch.save(update_fields=["stage", "done"])
                return False
            step.act(row, change_told(batch.rules))
            row.save(update_fields=["fate", "reason", "state", "before", "after"])
            batch.done += 1
            batch.save(update_fields=["done"])
    return True


def _look(row: BatchRow, change: CopyChange, *, on: date) -> None:
    """Do it as it will be done, and take it back at once."""
    with transaction.atomic():
        _judge(row, change, on=on)
        transaction.set_rollback(True)
    row.state = RowState.WAITS if row.fate == Fate.CHANGE else RowState.DONE


def _judge(row: BatchRow, change: CopyChange, *, on: date) -> None:
    """Change a copy, or say why it stays as it is."""
    item = Item.objects.select_for_update().filter(barcode=row.barcodes).first()
    if item is None:
        row.fate, row.reason = Fate.SKIP, LeftOut.NOT_HERE
        return
    before = _state(item)
    try:
        with transaction.atomic():
            _change(item, change, on=on)
    except Refused as refused:
        row.fate, row.reason = Fate.REFUSE, refused.reasons[0].code
        return
    after = _state(Item.objects.get(pk=item.pk))
    row.fate, row.reason = (Fate.SAME if after == before else Fate.CHANGE), ""
    row.before, row.after = state_text(before), digest(after)


def _change(item: Item, change: CopyChange, *, on: date) -> None:
    if item.status == ItemStatus.WITHDRAWN and change.becomes is not Becomes.WITHDRAWN:
        raise Refused(Reason(Refusal.ITEM_WITHDRAWN))
    change_item(
        item.barcode,
        item_type=change.item_type or None,
        branch_id=change.branch_id,
        shelf_mark=change.shelf_mark or None,
    )
    if change.collection:
        file_item(item.barcode, collection=None if change.collection == NONE else change.collection)
    if change.becomes is Becomes.MISSING:
        mark_missing(item.barcode, on=on)
    if change.becomes is Becomes.WITHDRAWN:
        withdraw(item.barcode, on=on)


def _undone(row: BatchRow, *, on: date) -> NotUndone | None:
    item = Item.objects.select_for_update().filter(barcode=row.barcodes).first()
    if item is None:
        return NotUndone.GONE_SINCE
    now, before = _state(item), state_told(row.before)
    if digest(now) != row.after:
        return NotUndone.CHANGED_SINCE
    try:
        with transaction.atomic():
            change_item(
                item.barcode,
                item_type=before.item_type,
                branch_id=before.branch_id,
                shelf_mark=before.shelf_mark,
            )
            file_item(item.barcode, collection=before.collection or None)
    except Refused:
        # A branch or a collection that a copy was in is there no more.
        return NotUndone.GONE_SINCE
    if before.status != now.status:
        restore_status(item.barcode, ItemStatus(before.status), on=on)
    return None


def _state(item: Item) -> CopyState:
    return CopyState(
        item.branch_id, item.item_type_id, item.collection_id or "", item.shelf_mark, item.status
    )
