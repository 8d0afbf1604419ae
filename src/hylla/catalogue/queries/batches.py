"""What batches would do and have done, and the profiles they go by."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from django.db.models import Count

from hylla.catalogue.models import Batch, BatchRow, ImportProfile, Record, RuleSet
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.queries.pages import Page
from hylla.catalogue.rules.batches import BatchKind, Fate, OnMatch, OnNew, RowState, Stage
from hylla.catalogue.rules.change_rules import Rule, rules_told, seen_of
from hylla.catalogue.rules.comparing import Line, lines_of
from hylla.catalogue.rules.copy_changes import CopyChange, CopyState, change_told, state_told
from hylla.catalogue.rules.incoming import incoming
from hylla.catalogue.rules.judging import ImportRules
from hylla.catalogue.rules.keeping import keep_rules, laid_over
from hylla.catalogue.rules.matching import MatchBy
from hylla.catalogue.rules.rewriting import rewritten
from hylla.formats.marc import Record as MarcRecord
from hylla.formats.marc.kept import kept_record

PER_PAGE = 50
MOST_BATCHES = 200


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """The rules for one source."""

    id: int
    name: str
    match_by: tuple[MatchBy, ...]
    on_match: OnMatch
    on_new: OnNew
    kept: str
    branch_id: int | None


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """A batch, and how far the work on it has come."""

    id: int
    kind: BatchKind
    name: str
    profile: str
    stage: Stage
    size: int
    done: int
    fault: str
    begun_at: datetime

    @property
    def is_file(self) -> bool:
        """Tell whether it is a file of records that came."""
        return self.kind is BatchKind.IMPORT


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records of a batch have one fate, for one reason."""

    fate: Fate
    reason: str
    state: RowState
    count: int


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One record of a batch."""

    place: int
    fate: Fate
    reason: str
    detail: str
    remarks: tuple[str, ...]
    title: str
    record_number: int | None
    state: RowState


def rules_of(profile: ImportProfile) -> ImportRules:
    """Return a profile's rules as values."""
    return ImportRules(
        match_by=tuple(map(MatchBy, profile.match_by.split())),
        on_match=OnMatch(profile.on_match),
        on_new=OnNew(profile.on_new),
        kept=keep_rules(profile.kept),
    )


def profiles() -> tuple[ProfileFacts, ...]:
    """Return the profiles by name."""
    return tuple(map(_profile, ImportProfile.objects.order_by("name")))


def profile(number: int) -> ProfileFacts | None:
    """Return a profile, or None for an unknown number."""
    row = ImportProfile.objects.filter(pk=number).first()
    return _profile(row) if row else None


@dataclass(frozen=True, slots=True)
class RuleSetFacts:
    """Rules under a name; `seen` changes whenever they do."""

    id: int
    name: str
    rules: tuple[Rule, ...]
    seen: str


def rule_sets() -> tuple[RuleSetFacts, ...]:
    """Return the rules there are, by name."""
    return tuple(map(_rule_set, RuleSet.objects.order_by("name")))


def rule_set(number: int) -> RuleSetFacts | None:
    """Return rules, or None for an unknown number."""
    row = RuleSet.objects.filter(pk=number).first()
    return _rule_set(row) if row else None


def rules_of_batch(number: int) -> tuple[Rule, ...]:
    """Return the rules by which a batch changes titles."""
    row = Batch.objects.filter(pk=number, kind=BatchKind.CHANGE).first()
    return rules_told(row.rules) if row else ()


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy in a batch; `before` is None where nothing was to change."""

    barcode: str
    before: CopyState | None


def copy_row(number: int, place: int) -> CopyRow | None:
    """Return one copy of a batch, or None where there is none."""
    row = BatchRow.objects.filter(batch=number, place=place).first()
    if row is None:
        return None
    return CopyRow(row.barcodes, state_told(row.before) if row.before else None)


def copy_change(number: int) -> CopyChange:
    """Return what a batch does to copies."""
    return change_told(Batch.objects.get(pk=number, kind=BatchKind.COPIES).rules)


def batches(*kinds: BatchKind) -> tuple[BatchFacts, ...]:
    """Return the batches there are of some kinds, the newest first."""
    rows = Batch.objects.filter(kind__in=kinds).select_related("profile").order_by("-pk")
    return tuple(map(_batch, rows[:MOST_BATCHES]))


def batch(number: int) -> BatchFacts | None:
    """Return a batch, or None for an unknown number."""
    row = Batch.objects.select_related("profile").filter(pk=number).first()
    return _batch(row) if row else None


def tallies(number: int) -> tuple[Tally, ...]:
    """Return how many records of a batch have which fate."""
    rows = BatchRow.objects.filter(batch=number).values_list("fate", "reason", "state")
    counted = rows.annotate(count=Count("pk")).order_by("fate", "reason", "state")
    return tuple(
        Tally(Fate(fate), reason, RowState(state), count) for fate, reason, state, count in counted
    )


def remarks(number: int) -> Mapping[str, int]:
    """Return how many records of a batch were read with each remark, the most frequent first."""
    rows = BatchRow.objects.filter(batch=number).exclude(remarks="")
    told = rows.values_list("remarks").annotate(count=Count("pk")).order_by()
    counted: dict[str, int] = {}
    for codes, count in told:
        for code in codes.split():
            counted[code] = counted.get(code, 0) + count
    return dict(sorted(counted.items(), key=lambda each: -each[1]))


def rows_of(
    number: int, *, fate: Fate | None = None, reason: str = "", page: int = 1
) -> Page[RowFacts]:
    """Return records of a batch, a page at a time."""
    rows = BatchRow.objects.filter(batch=number).order_by("place").defer("marc", "before_marc")
    if fate is not None:
        rows = rows.filter(fate=fate)
    if reason:
        rows = rows.filter(reason=reason)
    total = rows.count()
    page = min(max(1, page), max(1, ceil(total / PER_PAGE)))
    start = (page - 1) * PER_PAGE
    return Page(tuple(map(_row, rows[start : start + PER_PAGE])), page, PER_PAGE, total)


def row_of(number: int, place: int) -> RowFacts | None:
    """Return one record of a batch, or None where there is none."""
    row = BatchRow.objects.filter(batch=number, place=place).first()
    return _row(row) if row else None


def copies_of_row(number: int, place: int) -> int:
    """Return how many copies came with a record of a batch."""
    rows = BatchRow.objects.filter(batch=number, place=place)
    return len("\n".join(rows.values_list("barcodes", flat=True)).split())


def compared(number: int, place: int) -> tuple[Line, ...]:
    """Return what a record changes, field by field: before it runs, what it would change now."""
    row = BatchRow.objects.select_related("batch__profile").get(batch=number, place=place)
    came = kept_record(bytes(row.marc)) if row.marc is not None else None
    if row.fate == Fate.REFUSE and row.batch.kind == BatchKind.CHANGE:
        return _refused(row)
    if row.state != RowState.WAITS or row.fate == Fate.REFUSE:
        before = _before(row)
        ours = Record.objects.filter(pk=row.record_number or 0).first()
        after = record_of(ours) if ours and row.fate != Fate.REFUSE else came
        return lines_of(before, after)
    ours = Record.objects.filter(pk=row.record_number or 0).first()
    if ours is not None and row.batch.kind == BatchKind.CHANGE:
        now = record_of(ours)
        return lines_of(now, rewritten(now, rules_told(row.batch.rules)))
    if ours is None or came is None or row.batch.profile is None:
        return lines_of(None, came)
    return lines_of(record_of(ours), _over(ours, came, row.batch.profile, row.batch.name))


def _before(row: BatchRow) -> MarcRecord | None:
    """Return a title as it was, also one that came without a record."""
    if not row.before:
        return None
    columns = json.loads(row.before)
    told = columns.pop("added_on", None)
    on = date.fromisoformat(told) if told else row.batch.begun_at.date()
    return record_of(Record(pk=row.record_number, marc=row.before_marc, added_on=on, **columns))


def _refused(row: BatchRow) -> tuple[Line, ...]:
    """Return what rules would make of a title that is better left as it is."""
    ours = Record.objects.filter(pk=row.record_number or 0).first()
    now = record_of(ours) if ours else None
    return lines_of(now, now and rewritten(now, rules_told(row.batch.rules)))


def _over(ours: Record, came: MarcRecord, profile: ImportProfile, file: str) -> MarcRecord:
    told = incoming(came, file=file)
    is_same = (ours.source, ours.control_number) == (told.source, told.control_number)
    return laid_over(record_of(ours), came, rules=rules_of(profile).kept, is_same=is_same)


def refused_bytes(number: int) -> Iterator[bytes]:
    """Yield what was refused, as it stood in the file."""
    rows = BatchRow.objects.filter(batch=number, fate=Fate.REFUSE).exclude(marc=None)
    for row in rows.order_by("place").iterator(chunk_size=50):
        yield bytes(row.marc or b"")


def _profile(row: ImportProfile) -> ProfileFacts:
    return ProfileFacts(
        id=row.pk,
        name=row.name,
        match_by=tuple(map(MatchBy, row.match_by.split())),
        on_match=OnMatch(row.on_match),
        on_new=OnNew(row.on_new),
        kept=row.kept,
        branch_id=row.branch_id,
    )


def _rule_set(row: RuleSet) -> RuleSetFacts:
    rules = rules_told(row.rules)
    return RuleSetFacts(row.pk, row.name, rules, seen_of(rules))


def _batch(row: Batch) -> BatchFacts:
    return BatchFacts(
        id=row.pk,
        kind=BatchKind(row.kind),
        name=row.name,
        profile=row.profile.name if row.profile else "",
        stage=Stage(row.stage),
        size=row.size,
        done=row.done,
        fault=row.fault,
        begun_at=row.begun_at,
    )


def _row(row: BatchRow) -> RowFacts:
    return RowFacts(
        place=row.place,
        fate=Fate(row.fate),
        reason=row.reason,
        detail=row.detail,
        remarks=tuple(row.remarks.split()),
        title=row.title,
        record_number=row.record_number,
        state=RowState(row.state),
    )
