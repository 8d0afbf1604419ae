"""Do what a batch would do, some records at a time, and put it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError

from hylla.catalogue.actions.batches.judging import Came, Finding, Judging
from hylla.catalogue.actions.batches.snapshots import Before, put_back
from hylla.catalogue.actions.filing import ToFile, file_records
from hylla.catalogue.actions.holdings import Shelves, shelve
from hylla.catalogue.actions.import_marc import to_file
from hylla.catalogue.actions.items import add_usual_item_types
from hylla.catalogue.actions.stamping import stamp_gone
from hylla.catalogue.models import Batch, BatchRow, ImportProfile, Item, ItemStatus, Record
from hylla.catalogue.queries.batches import rules_of
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.queries.snapshots import digest_of, told
from hylla.catalogue.rules.batches import CHANGING, Fate, RowState, Stage
from hylla.catalogue.rules.codes import NotUndone
from hylla.catalogue.rules.incoming import incoming
from hylla.catalogue.rules.judging import ImportRules
from hylla.catalogue.rules.keeping import laid_over
from hylla.formats.marc.kept import kept_record

AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class _Write:
    """One record that is to be written."""

    row: BatchRow
    came: Came
    filed: ToFile


@transaction.atomic
def run_some(number: int, *, on: date) -> bool:
    """Write the next records of a batch; return whether there are more."""
    batch = Batch.objects.select_for_update(of=("self",)).select_related("profile").get(pk=number)
    if batch.stage != Stage.RUNNING:
        return False
    waiting = batch.rows.filter(state=RowState.WAITS).order_by("place")
    rows = list(waiting[:AT_A_TIME])
    if batch.profile is None or not rows:
        _move(batch, Stage.DONE)
        return False
    taken = _run(batch.profile, rows, name=batch.name, on=on)
    batch.done += taken
    batch.save(update_fields=["done"])
    return True


def _run(profile: ImportProfile, rows: Sequence[BatchRow], *, name: str, on: date) -> int:
    """Write as many of the rows as do not wait for one another; return how many."""
    rules = rules_of(profile)
    came = [_came(row, name) for row in rows]
    writes: list[_Write] = []
    taken = 0
    for row, each, finding in zip(rows, came, Judging(rules).findings(came), strict=True):
        if finding.waits_for_another and taken:
            break
        taken += 1
        if write := _judged_anew(row, each, finding=finding, rules=rules):
            writes.append(write)
    _file(writes, otherwise=profile.branch_id, on=on)
    for row in rows[:taken]:
        row.state = RowState.DONE
    columns = ["fate", "reason", "record_number", "before", "before_marc", "after", "barcodes"]
    BatchRow.objects.bulk_update(rows[:taken], [*columns, "state"])
    return taken


def _came(row: BatchRow, name: str) -> Came:
    record = kept_record(bytes(row.marc or b""))
    if record is None:
        raise ValueError("a record that waits has been read before")
    return Came.of(record, file=name)


def _judged_anew(
    row: BatchRow, came: Came, *, finding: Finding, rules: ImportRules
) -> _Write | None:
    """Say what is to be written, if anything: the catalogue may have changed since the preview."""
    row.fate, row.reason = finding.judged.fate, finding.judged.reason or ""
    row.record_number = finding.number
    if row.fate not in CHANGING:
        return None
    if finding.number is None:
        return _Write(row, came, came.filed)
    ours = Record.objects.select_for_update().get(pk=finding.number)
    row.before = told(ours)
    row.before_marc = ours.marc
    return _Write(row, came, _over(ours, came, rules=rules))


def _over(ours: Record, came: Came, *, rules: ImportRules) -> ToFile:
    """Return our title as it is once a record is laid over it."""
    identity = (ours.source, ours.control_number)
    is_same = identity == came.identity
    record = laid_over(record_of(ours), came.record, rules=rules.kept, is_same=is_same)
    filed = to_file(record, incoming(record, file=ours.source))
    return replace(
        filed,
        source=ours.source,
        control_number=ours.control_number,
        # That the same record came is told by the digest of what came, not of what was kept.
        digest=came.told.digest,
        revised=came.told.revised if is_same else ours.revised,
    )


def _file(writes: Sequence[_Write], *, otherwise: int | None, on: date) -> None:
    if not writes:
        return
    add_usual_item_types()
    ids = file_records([each.filed for each in writes], on=on)
    copies = [(ids[each.filed.identity], each.came.record, each.filed) for each in writes]
    shelved = shelve(copies, shelves=Shelves.known(otherwise=otherwise), on=on)
    now = Record.objects.in_bulk(list(ids.values()))
    for each in writes:
        number = ids[each.filed.identity]
        each.row.record_number = number
        each.row.after = digest_of(now[number])
        each.row.barcodes = "\n".join(shelved.new.get(number, ()))


@transaction.atomic
def undo_some(number: int, *, on: date) -> bool:
    """Put the last records of a batch back; return whether there are more."""
    batch = Batch.objects.select_for_update().get(pk=number)
    if batch.stage != Stage.UNDOING:
        return False
    done = batch.rows.filter(state=RowState.DONE, fate__in=CHANGING).order_by("-place")
    rows = list(done[:AT_A_TIME])
    for row in rows:
        reason = undone(row, on=on)
        row.state = RowState.LEFT if reason else RowState.UNDONE
        row.reason = reason or ""
        row.save(update_fields=["state", "reason"])
    if not rows:
        _move(batch, Stage.UNDONE)
        return False
    batch.done += len(rows)
    batch.save(update_fields=["done"])
    return True


def undone(row: BatchRow, *, on: date) -> NotUndone | None:
    """Put one title back, or say why it is left as it is. A transaction is the caller's to open."""
    ours = Record.objects.select_for_update().filter(pk=row.record_number or 0).first()
    if ours is None:
        return NotUndone.GONE_SINCE
    if digest_of(ours) != row.after:
        return NotUndone.CHANGED_SINCE
    try:
        with transaction.atomic():
            _take_back(row, ours, on=on)
    except ProtectedError:
        return NotUndone.IN_USE
    return None


def _take_back(row: BatchRow, ours: Record, *, on: date) -> None:
    """:raises ProtectedError: somebody has a copy of it, or waits for one."""
    untouched = Item.objects.filter(
        barcode__in=row.barcodes.split(), status=ItemStatus.IN_SERVICE, transit_to=None
    )
    untouched.filter(record=ours).delete()
    if row.fate == Fate.CHANGE:
        put_back(ours.pk, Before(row.before, row.before_marc), on=on)
        return
    number = ours.pk
    ours.delete()
    stamp_gone([number], on=on)


def _move(batch: Batch, stage: Stage) -> None:
    batch.stage = stage
    batch.save(update_fields=["stage"])
