"""Change many titles by a function from record to record, each as it is now, and note how it was.

This is what every change of many titles goes by: whose rules, or whose heading, it does not ask.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date

from hylla.catalogue.actions.filing import ToFile, file_records
from hylla.catalogue.actions.import_marc import to_file
from hylla.catalogue.actions.versions import Change
from hylla.catalogue.models import BatchRow, Record
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.queries.snapshots import digest_of, told
from hylla.catalogue.rules.batches import Fate, RowState
from hylla.catalogue.rules.codes import LeftOut
from hylla.catalogue.rules.incoming import incoming
from hylla.catalogue.rules.weighing import Weighed, weighed
from hylla.formats.marc import Record as MarcRecord

Rewrite = Callable[[MarcRecord], MarcRecord]
_JUDGED = ("fate", "reason", "detail", "remarks", "state")
LONGEST_DETAIL, LONGEST_REMARKS = 200, 300


def look_at(rows: Sequence[BatchRow], rewrite: Rewrite) -> None:
    """Note what would become of the titles of rows; the titles stay as they are."""
    titles = Record.objects.in_bulk([row.record_number or 0 for row in rows])
    for row in rows:
        ours = titles.get(row.record_number or 0)
        _judge(row, ours, rewrite(record_of(ours)) if ours else None)
        row.state = RowState.WAITS if row.fate == Fate.CHANGE else RowState.DONE
    BatchRow.objects.bulk_update(rows, _JUDGED)


def rewrite_titles(
    rows: Sequence[BatchRow],
    rewrite_of: Callable[[Collection[Record]], Rewrite],
    *,
    change: Change,
    on: date,
) -> None:
    """Change the titles of rows, each judged anew. A transaction is the caller's to open.

    `rewrite_of` is given the titles, all of which are locked, once.
    """
    numbers = [row.record_number or 0 for row in rows]
    locked = Record.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    titles = {each.pk: each for each in locked}
    rewrite = rewrite_of(titles.values())
    writes: dict[int, ToFile] = {}
    for row in rows:
        row.state = RowState.DONE
        ours = titles.get(row.record_number or 0)
        record = rewrite(record_of(ours)) if ours else None
        _judge(row, ours, record)
        if ours is not None and record is not None and row.fate == Fate.CHANGE:
            row.before, row.before_marc = told(ours), ours.marc
            writes[ours.pk] = _as_ours(ours, record)
    file_records(list(writes.values()), on=on, change=change)
    now = Record.objects.in_bulk(list(writes))
    for row in rows:
        if row.record_number in now:
            row.after = digest_of(now[row.record_number])
    BatchRow.objects.bulk_update(rows, [*_JUDGED, "before", "before_marc", "after"])


def _judge(row: BatchRow, ours: Record | None, record: MarcRecord | None) -> None:
    found = Weighed(Fate.SKIP, LeftOut.NOT_HERE)
    if ours is not None and record is not None:
        found = weighed(record_of(ours), record)
    row.fate, row.reason = found.fate, found.reason
    row.detail = found.detail[:LONGEST_DETAIL] if found.detail else row.detail
    row.remarks = " ".join(found.remarks)[:LONGEST_REMARKS]


def _as_ours(ours: Record, record: MarcRecord) -> ToFile:
    """Return a title as it is to be written; it stays who it is."""
    return replace(
        to_file(record, incoming(record, file=ours.source)),
        source=ours.source,
        control_number=ours.control_number,
        # The same file read again leaves the title as it is now.
        digest=ours.digest,
        revised=ours.revised,
    )
