"""Read a file that has come, and note what would become of each record in it."""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from gzip import BadGzipFile
from itertools import chain, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from hylla.catalogue.actions.batches.judging import Came, Finding, Judging
from hylla.catalogue.models import Batch, BatchPart, BatchRow
from hylla.catalogue.queries.batches import rules_of
from hylla.catalogue.rules.batches import CHANGING, Fate, RowState, Stage
from hylla.catalogue.rules.codes import LeftOut
from hylla.catalogue.rules.judging import Judged
from hylla.formats.marc import BadRecord, ReadRecord, Reason, RecordType, read_records
from hylla.formats.marc.converting import to_marc21
from hylla.formats.marc.faults import costs_of
from hylla.formats.marc.source import Source

AT_A_TIME = 200
LONGEST_REFUSED = 1_000_000
MOST_UNPACKED = 2_000_000_000
"""Bytes of a packed file that lie on the disk at once; what is refused behind them is told of only.
"""
"""Of a record that is refused so many bytes are kept."""
LONGEST = 200
"""Letters of a title or a detail."""


class TakenElsewhere(Exception):  # noqa: N818 - it is nobody's error
    """Another worker has begun with the batch, or it was thrown away."""


def read_batch(number: int) -> None:
    """Read a batch's file to its end; what was read of it before is read anew.

    :raises TakenElsewhere: another worker does it.
    """
    with TemporaryDirectory() as folder:
        Reading(number, Path(folder)).read()


@dataclass(frozen=True, slots=True)
class _Met:
    """A record of the file, and where it ends."""

    result: ReadRecord | BadRecord
    end: int | None
    came: Came | None = None
    reason: LeftOut | None = None


class Reading:
    """One file on its way through the reader."""

    def __init__(self, number: int, folder: Path) -> None:
        with transaction.atomic():
            batch = (
                Batch.objects.select_for_update(of=("self",))
                .select_related("profile")
                .get(pk=number)
            )
            if batch.stage != Stage.READING or batch.profile is None:
                raise TakenElsewhere
            batch.rows.all().delete()
            batch.done = 0
            batch.save(update_fields=["done"])
        self._batch = batch
        self._judging = Judging(rules_of(batch.profile))
        self._file = folder / "file"
        with self._file.open("wb") as file:
            parts = BatchPart.objects.filter(batch=batch).order_by("place")
            file.writelines(bytes(part.data) for part in parts.iterator(chunk_size=1))
        self._unpacked = folder / "unpacked"

    def read(self) -> None:
        """Note what becomes of each record, some hundreds in one transaction."""
        waiting: list[_Met] = []
        fault = ""
        for met in self._met():
            result = met.result
            if isinstance(result, BadRecord) and not result.number:
                fault = f"{result.reason} {result.detail}".strip()
                continue
            waiting.append(met)
            if len(waiting) >= AT_A_TIME:
                self._note(waiting)
                waiting = []
        self._note(waiting, fault=fault, is_last=True)

    def _met(self) -> Iterator[_Met]:
        """Yield the records; where one ends, the next one tells."""
        for result, following in pairwise(chain(read_records(self._file), [None])):
            if result is None:
                continue
            # Where reading broke off is told without a place.
            is_placed = following is not None and following.position > result.position
            end = following.position if following is not None and is_placed else None
            if isinstance(result, BadRecord):
                yield _Met(result, end)
            elif result.record.type is not RecordType.BIBLIOGRAPHIC:
                yield _Met(result, end, reason=LeftOut.NOT_BIBLIOGRAPHIC)
            else:
                came = Came.of(to_marc21(result.record), file=self._batch.name)
                reason = None if came.filed.facts.title else LeftOut.NO_TITLE
                yield _Met(result, end, came, reason)

    def _note(self, waiting: list[_Met], *, fault: str = "", is_last: bool = False) -> None:
        judged = [met.came for met in waiting if met.came and not met.reason]
        with transaction.atomic():
            self._go_on(waiting[-1].result.bytes_read if waiting else self._batch.done)
            findings = self._judging.findings(judged)
            BatchRow.objects.bulk_create([self._row(met, findings) for met in waiting])
            if is_last:
                self._end(fault)

    def _go_on(self, done: int) -> None:
        """Write how far the reading is, unless another worker has written something else."""
        here = Batch.objects.filter(pk=self._batch.pk, stage=Stage.READING, done=self._batch.done)
        if not here.update(done=done):
            raise TakenElsewhere
        self._batch.done = done

    def _end(self, fault: str) -> None:
        batch = self._batch
        read = batch.rows.count()
        batch.fault = "" if read else fault[:LONGEST]
        batch.stage = Stage.READY if read else Stage.FAILED
        batch.size, batch.done = read, 0
        batch.save(update_fields=["fault", "stage", "size", "done"])
        batch.parts.all().delete()

    def _row(self, met: _Met, findings: Iterator[Finding]) -> BatchRow:
        result = met.result
        row = BatchRow(batch=self._batch, place=result.number, fate=Fate.REFUSE)
        if isinstance(result, BadRecord):
            row.reason, row.detail = result.reason, result.detail[:LONGEST]
        else:
            row.remarks = _remarks(result)
            refused = Finding(Judged(Fate.REFUSE, met.reason))
            self._judge(row, met.came, refused if met.reason else next(findings))
        if row.fate == Fate.REFUSE and row.reason != Reason.UNREADABLE_FILE:
            row.marc = self._raw(result.position, met.end)
        row.state = RowState.WAITS if row.fate in CHANGING else RowState.DONE
        return row

    def _judge(self, row: BatchRow, came: Came | None, finding: Finding) -> None:
        row.fate, row.reason = finding.judged.fate, finding.judged.reason or ""
        row.record_number = finding.number
        if came is not None:
            row.title = came.filed.facts.title[:LONGEST]
            row.detail = came.filed.control_number[:LONGEST]
            row.marc = came.told.marc if row.fate in CHANGING else None

    def _raw(self, start: int, end: int | None) -> bytes:
        """Return the very bytes of a record, unpacked; of a broken packing what comes before."""
        if not self._unpacked.exists():
            broken = suppress(EOFError, BadGzipFile, zlib.error)
            with Source(self._file) as source, self._unpacked.open("wb") as file, broken:
                written = 0
                for block in source.blocks():
                    if written > MOST_UNPACKED:
                        break
                    written += file.write(block)
        with self._unpacked.open("rb") as file:
            file.seek(start)
            length = LONGEST_REFUSED if end is None else min(end - start, LONGEST_REFUSED)
            return file.read(length)


def _remarks(result: ReadRecord) -> str:
    """Return the codes of what was guessed, mended or cut, with spaces between."""
    return " ".join([*result.doubts, *sorted(costs_of(result.record))])[:300]
