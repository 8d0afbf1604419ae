"""Read files of MARC records into the catalogue."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from hylla.catalogue.actions.authorities.importing import AuthorityImport
from hylla.catalogue.actions.filing import Identity, ToFile, file_records
from hylla.catalogue.actions.holdings import Shelves, shelve
from hylla.catalogue.actions.items import add_usual_item_types
from hylla.catalogue.actions.report import ImportReport, Skipped
from hylla.catalogue.models import Record
from hylla.catalogue.queries.merged import merged_into
from hylla.catalogue.rules.authorities import title_headings
from hylla.catalogue.rules.codes import LeftOut
from hylla.catalogue.rules.incoming import Incoming, Ours, Verdict, incoming, verdict
from hylla.catalogue.rules.matching import keys_of
from hylla.catalogue.rules.title_facts import fitted, title_facts
from hylla.formats import marc
from hylla.formats.marc import BadRecord, ReadRecord, Reason, RecordType, read_records
from hylla.formats.marc.converting import to_marc21
from hylla.formats.marc.faults import costs_of

BATCH = 500

Progress = Callable[[int, int], None]
"""Given the bytes that are done and the records met so far."""

_LEFT_OUT = {Verdict.OLDER: LeftOut.OLDER, Verdict.REPEATED: LeftOut.REPEATED_NUMBER}


def import_marc(
    paths: Iterable[Path], *, on: date, progress: Progress, branch_id: int | None = None
) -> ImportReport:
    """Add what is new, change what has changed, leave the rest; say what was left out and why.

    Records are written some hundreds at a time with their words and copies: what stops the import
    leaves whole batches only, and the same files again bring the rest. A record that comes again
    keeps its copies and holds. Copies of a branch that is none of ours go to `branch_id`, if given.
    """
    reading = importing(paths, on=on, branch_id=branch_id)
    while True:
        try:
            progress(*next(reading))
        except StopIteration as end:
            report: ImportReport = end.value
            return report


def importing(
    paths: Iterable[Path], *, on: date, branch_id: int | None = None
) -> Generator[tuple[int, int], None, ImportReport]:
    """Do what `import_marc` does, and give the bytes done and the records met on the way.

    Who stops listening stops the import, after whole batches.
    """
    add_usual_item_types()
    run = _Import(on, Shelves.known(otherwise=branch_id))
    done = 0
    for path in paths:
        # A name may have bytes that are no text, which no table and no terminal would take.
        name = path.name.encode("utf-8", "replace").decode()
        for result in read_records(path):
            run.take(result, file=name)
            yield done + result.bytes_read, run.report.read
        done += path.stat().st_size if path.is_file() else 0
    run.finish()
    yield done, run.report.read
    return run.report


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A record that is read and not written yet."""

    file: str
    number: int
    record: marc.Record
    told: Incoming

    @property
    def identity(self) -> Identity:
        return self.told.source, self.told.control_number

    def skipped(self, reason: LeftOut) -> Skipped:
        return Skipped(self.file, self.number, reason, self.told.control_number[:100])


class _Import:
    """One import under way: what waits to be written, and what has been seen."""

    def __init__(self, on: date, shelves: Shelves) -> None:
        self.report = ImportReport()
        self._on = on
        self._shelves = shelves
        self._waiting: dict[Identity, _Waiting] = {}
        self._taken: set[Identity] = set()
        self._merged: Mapping[Identity, int] = {}
        self._authorities = AuthorityImport(self.report, on=on)

    def take(self, result: ReadRecord | BadRecord, *, file: str) -> None:
        """Let a record wait for its batch, or report it."""
        if isinstance(result, BadRecord):
            self._report_bad(result, file)
            return
        self.report.read += 1
        if result.record.type is RecordType.AUTHORITY:
            self._authorities.take(result, file=file)
            return
        if result.record.type is not RecordType.BIBLIOGRAPHIC:
            self.report.skipped.append(Skipped(file, result.number, LeftOut.NOT_BIBLIOGRAPHIC))
            return
        record = to_marc21(result.record)
        each = _Waiting(file, result.number, record, incoming(record, file=file))
        if each.identity in self._waiting or len(self._waiting) >= BATCH:
            self.write()
        self._waiting[each.identity] = each

    def finish(self) -> None:
        """Write all that waits."""
        self.write()
        self._authorities.write()

    def _report_bad(self, result: BadRecord, file: str) -> None:
        fault = Skipped(file, result.number, result.reason, result.detail)
        if result.number == 0 or result.reason is Reason.UNREADABLE_FILE:
            self.report.unreadable.append(fault)
            return
        self.report.read += 1
        self.report.skipped.append(fault)

    def write(self) -> None:
        """Write what waits, in one transaction."""
        batch, self._waiting = list(self._waiting.values()), {}
        if not batch:
            return
        with transaction.atomic():
            ours = _ours(each.identity for each in batch)
            self._merged = merged_into([each.identity for each in batch])
            fit = [pair for each in batch if (pair := self._judged(each, ours.get(each.identity)))]
            ids = file_records([filed for _, filed in fit], on=self._on)
            copies = [(ids[each.identity], each.record, filed) for each, filed in fit]
            shelved = shelve(copies, shelves=self._shelves, on=self._on)
        self.report.copies_added += shelved.added
        self.report.copies_left_out += shelved.left_out

    def _judged(self, each: _Waiting, ours: Ours | None) -> tuple[_Waiting, ToFile] | None:
        """Count a record, and return what is to be written of it, if anything."""
        if each.identity in self._merged:
            self.report.skipped.append(each.skipped(LeftOut.MERGED))
            return None
        judged = verdict(each.told, ours=ours, was_here=each.identity in self._taken)
        if judged in _LEFT_OUT:
            self.report.skipped.append(each.skipped(_LEFT_OUT[judged]))
            return None
        if judged is Verdict.NOTHING_NEW:
            self._taken.add(each.identity)
            self.report.unchanged += 1
            return None
        filed = to_file(each.record, each.told)
        if not filed.facts.title:
            self.report.skipped.append(each.skipped(LeftOut.NO_TITLE))
            return None
        self._taken.add(each.identity)
        altered = sorted(costs_of(each.record))
        self.report.altered += (Skipped(each.file, each.number, fault) for fault in altered)
        self.report.added += judged is Verdict.ADD
        self.report.updated += judged is Verdict.CHANGE
        return each, filed


def to_file(record: marc.Record, told: Incoming) -> ToFile:
    """Return a record as it goes into the tables."""
    facts = fitted(title_facts(marc.describe(record)))
    return ToFile(
        source=told.source,
        control_number=told.control_number,
        digest=told.digest,
        facts=facts,
        revised=told.revised,
        marc=told.marc,
        keys=keys_of(facts, record),
        headings=title_headings(record),
    )


def _ours(identities: Iterator[Identity]) -> dict[Identity, Ours]:
    """Return those of the records that are here, one question for each source."""
    numbers: dict[str, list[str]] = {}
    for source, number in identities:
        numbers.setdefault(source, []).append(number)
    wanted = Q()
    for source, some in numbers.items():
        wanted |= Q(source=source, control_number__in=some)
    rows = Record.objects.filter(wanted).values_list(
        "source", "control_number", "digest", "revised"
    )
    return {(source, number): Ours(*rest) for source, number, *rest in rows}
