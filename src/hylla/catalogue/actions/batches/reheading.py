"""An authority gets another heading, and its titles with it: looked at first, and undone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from hylla.catalogue.actions.authorities.filing import AuthorityToFile, file_authorities
from hylla.catalogue.actions.batches.following import add_titles
from hylla.catalogue.actions.batches.merging_authorities import (
    merge_authorities,
    part_authorities,
)
from hylla.catalogue.actions.batches.receiving import LONGEST_NAME
from hylla.catalogue.actions.batches.rewriting import Rewrite, rewrite_titles
from hylla.catalogue.actions.batches.running import AT_A_TIME, undone
from hylla.catalogue.actions.headings import authorities_written
from hylla.catalogue.actions.versions import Change
from hylla.catalogue.models import Authority, Batch, BatchRow, Record
from hylla.catalogue.queries.reheading import (
    AUTHORITY_PLACE,
    STAYS_PLACE,
    reheading,
    titles_tied,
)
from hylla.catalogue.rules.batches import BatchKind, Fate, RowState, Stage
from hylla.catalogue.rules.codes import Code, NotUndone
from hylla.catalogue.rules.versions import Why
from hylla.formats.marc.authorities import authority_facts
from hylla.formats.marc.headings import heading_text
from hylla.formats.marc.kept import kept_record

_WHY = Change(Why.HEADING)
_LONGEST = 200


def prepare_reheading(ours: Authority, marc: bytes, *, now: datetime) -> int:
    """Let a change of heading wait for somebody to say yes; return the number of its batch.

    One that waits already is thrown away. A transaction is the caller's to open.
    """
    record = kept_record(marc)
    new = authority_facts(record) if record else None
    heading = heading_text(new.heading) if new else ""
    waiting = Batch.objects.filter(authority_number=ours.pk, stage=Stage.READY)
    waiting.delete()
    batch = Batch.objects.create(
        kind=BatchKind.HEADING,
        name=f"{ours.heading} → {heading}"[:LONGEST_NAME],
        stage=Stage.READY,
        authority_number=ours.pk,
        begun_at=now,
    )
    BatchRow.objects.create(
        batch=batch,
        place=AUTHORITY_PLACE,
        fate=Fate.CHANGE,
        title=ours.heading[:_LONGEST],
        marc=marc,
        before_marc=ours.marc,
    )
    batch.size = add_titles(batch, titles_tied(ours.pk))
    batch.save(update_fields=["size"])
    return batch.pk


@transaction.atomic
def rehead_some(number: int, *, on: date) -> bool:
    """Change the authority, or the next titles under it; return whether there are more."""
    batch = Batch.objects.select_for_update().get(pk=number)
    if batch.stage != Stage.RUNNING:
        return False
    waiting = batch.rows.filter(state=RowState.WAITS).order_by("place")
    rows = list(waiting[:AT_A_TIME])
    if not rows:
        _move(batch, Stage.DONE)
        return False
    if rows[0].place == AUTHORITY_PLACE:
        return _begin(batch, rows[0], on=on)
    _rehead_titles(batch, rows, on=on)
    batch.done += len(rows)
    batch.save(update_fields=["done"])
    return True


def _begin(batch: Batch, row: BatchRow, *, on: date) -> bool:
    """Change the authority itself, unless it is another than when it was shown."""
    authorities_written()
    # Titles that have come under it since somebody looked at what would change.
    more = add_titles(batch, titles_tied(batch.authority_number or 0))
    if not (merge_authorities(batch, on=on) if batch.into_number else _rehead(batch, row, on=on)):
        batch.fault = Code.AUTHORITY_CHANGED_MEANWHILE
        _move(batch, Stage.FAILED)
        return False
    batch.size += more
    batch.save(update_fields=["size"])
    return True


def _rehead(batch: Batch, row: BatchRow, *, on: date) -> bool:
    ours = Authority.objects.select_for_update().filter(pk=batch.authority_number or 0).first()
    if ours is None or bytes(ours.marc) != bytes(row.before_marc or b""):
        return False
    _put(ours, bytes(row.marc or b""), on=on)
    row.state = RowState.DONE
    row.save(update_fields=["state"])
    return True


def _put(ours: Authority, marc: bytes, *, on: date) -> None:
    """Put a record that was kept in the place of an authority's."""
    record = kept_record(marc)
    facts = authority_facts(record) if record else None
    if facts is None:
        raise ValueError("a record that waits has been read before")
    filed = AuthorityToFile(
        ours.source, ours.control_number, ours.digest, ours.revised, marc, facts
    )
    file_authorities([filed], on=on, change=_WHY)


def _rehead_titles(batch: Batch, rows: Sequence[BatchRow], *, on: date) -> None:
    def rewrite_of(titles: Collection[Record]) -> Rewrite:
        what = reheading(batch.pk, titles)
        if what is None:
            raise ValueError("a change of heading has the authority's row")
        return what.of

    rewrite_titles(rows, rewrite_of, change=_WHY, on=on)


@transaction.atomic
def unhead_some(number: int, *, on: date) -> bool:
    """Put the last titles back, and the authority at the end; return whether there are more."""
    batch = Batch.objects.select_for_update().get(pk=number)
    if batch.stage != Stage.UNDOING:
        return False
    done = batch.rows.filter(state=RowState.DONE, fate=Fate.CHANGE).order_by("-place")
    last = STAYS_PLACE if batch.into_number else AUTHORITY_PLACE
    rows = list(done.filter(place__gt=last)[:AT_A_TIME])
    for row in rows:
        _left(row, undone(row, on=on))
    if rows:
        batch.done += len(rows)
        batch.save(update_fields=["done"])
        return True
    if batch.into_number:
        part_authorities(batch, on=on)
    else:
        for row in done:
            _left(row, _authority_undone(batch, row, on=on))
    _move(batch, Stage.UNDONE)
    return False


def _authority_undone(batch: Batch, row: BatchRow, *, on: date) -> NotUndone | None:
    ours = Authority.objects.select_for_update().filter(pk=batch.authority_number or 0).first()
    if ours is None:
        return NotUndone.GONE_SINCE
    if bytes(ours.marc) != bytes(row.marc or b""):
        return NotUndone.CHANGED_SINCE
    _put(ours, bytes(row.before_marc or b""), on=on)
    return None


def _left(row: BatchRow, reason: NotUndone | None) -> None:
    row.state = RowState.LEFT if reason else RowState.UNDONE
    row.reason = reason or ""
    row.save(update_fields=["state", "reason"])


def _move(batch: Batch, stage: Stage) -> None:
    batch.stage = stage
    batch.save(update_fields=["stage", "fault"])
