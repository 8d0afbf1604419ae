"""Keep two titles as they were before they became one, and part them again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hylla.catalogue.actions.batches.snapshots import Before, put_back
from hylla.catalogue.actions.merging import Merge
from hylla.catalogue.actions.stamping import come_back
from hylla.catalogue.models import Batch, BatchRow, Cover, Item, MergedTitle, Record
from hylla.catalogue.queries.merged import where_merged
from hylla.catalogue.queries.snapshots import digest_of, told
from hylla.catalogue.rules.batches import BatchKind, Fate, Part, RowState, Stage
from hylla.catalogue.rules.codes import CoverWent, NotUndone

_LONGEST_NAME, _LONGEST_TITLE = 100, 200


@dataclass(frozen=True, slots=True)
class TwoTitles:
    """Two titles before one becomes part of the other, and the copies of that one."""

    stays: Record
    goes: Record
    barcodes: tuple[str, ...]
    cover: CoverWent | None

    @classmethod
    def of(cls, merge: Merge) -> "TwoTitles":
        """Look at the two that are to be merged. Whoever calls holds the lock on both."""
        covers = set(Cover.objects.filter(pk__in=(merge.stays, merge.goes)).values_list("pk"))
        cover = None
        if (merge.goes,) in covers:
            cover = CoverWent.LOST if (merge.stays,) in covers else CoverWent.ALONG
        return cls(
            Record.objects.get(pk=merge.stays),
            Record.objects.get(pk=merge.goes),
            tuple(Item.objects.filter(record=merge.goes).values_list("barcode", flat=True)),
            cover,
        )


def keep_apart(two: TwoTitles, *, now: datetime) -> int:
    """Keep how both were, to be undone as a batch is; return its number."""
    batch = Batch.objects.create(
        kind=BatchKind.MERGE,
        name=two.goes.title[:_LONGEST_NAME],
        stage=Stage.DONE,
        size=len(Part),
        done=len(Part),
        begun_at=now,
    )
    after = digest_of(Record.objects.get(pk=two.stays.pk))
    BatchRow.objects.bulk_create(
        [
            _row(batch, Part.STAYS, two.stays, after=after),
            _row(
                batch,
                Part.GOES,
                two.goes,
                barcodes="\n".join(two.barcodes),
                remarks=two.cover or "",
            ),
        ]
    )
    return batch.pk


def _row(batch: Batch, part: Part, title: Record, **columns: str) -> BatchRow:
    before = {**json.loads(told(title)), "added_on": title.added_on.isoformat()}
    return BatchRow(
        batch=batch,
        place=part,
        fate=Fate.CHANGE,
        state=RowState.DONE,
        record_number=title.pk,
        title=title.title[:_LONGEST_TITLE],
        before=json.dumps(before, ensure_ascii=False),
        before_marc=title.marc,
        **columns,
    )


def against_parting(stays: BatchRow, goes: BatchRow) -> NotUndone | None:
    """Return why two titles stay one; the one that stayed is locked."""
    number = stays.record_number or 0
    if not Record.objects.filter(pk=number).exists():
        gone = where_merged(number) is None
        return NotUndone.GONE_SINCE if gone else NotUndone.MERGED_SINCE
    columns = json.loads(goes.before)
    named = Record.objects.filter(
        source=columns["source"], control_number=columns["control_number"]
    )
    if named.exists() or Record.objects.filter(pk=goes.record_number or 0).exists():
        return NotUndone.BACK_SINCE
    return None


def bring_back(row: BatchRow, *, on: date) -> int:
    """Let the title that went be there again under its number, as it was; return that."""
    number, columns = row.record_number or 0, json.loads(row.before)
    MergedTitle.objects.filter(pk=number).delete()
    named = {name: columns[name] for name in ("source", "control_number", "added_on")}
    Record(pk=number, **named).save(force_insert=True)
    put_back(number, Before(row.before, row.before_marc), on=on)
    come_back([number], on=on)
    return number


def give_back(
    number: int, *, of: int, barcodes: Sequence[str], remarks: str, on: date
) -> frozenset[int]:
    """Give a title the copies and the cover with which it came to another (`of`).

    Return the copies that it has now: those that are withdrawn with the others.
    """
    copies = Item.objects.filter(record=of, barcode__in=barcodes)
    moved = frozenset(copies.values_list("pk", flat=True))
    Item.objects.filter(pk__in=moved).update(record=number)
    if remarks == CoverWent.ALONG:
        Cover.objects.filter(pk=of).update(record=number)
    come_back([of, number], on=on)
    return moved


def as_it_was(row: BatchRow, *, on: date) -> NotUndone | None:
    """Let the title that stayed be as it was, unless somebody has changed it since."""
    ours = Record.objects.get(pk=row.record_number or 0)
    if digest_of(ours) != row.after:
        return NotUndone.CHANGED_SINCE
    put_back(ours.pk, Before(row.before, row.before_marc), on=on)
    return None
