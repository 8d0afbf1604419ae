"""Two authorities become one, and the titles follow: looked at first, and undone."""

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hylla.catalogue.actions.authorities.filing import (
    AuthorityToFile,
    file_authorities,
    keep_authority_versions,
    keys_of_authority,
    settle,
)
from hylla.catalogue.actions.batches.following import add_titles
from hylla.catalogue.actions.batches.receiving import LONGEST_NAME
from hylla.catalogue.actions.headings import authorities_written
from hylla.catalogue.actions.versions import Change
from hylla.catalogue.models import Authority, Batch, BatchRow
from hylla.catalogue.queries.reheading import AUTHORITY_PLACE, STAYS_PLACE, titles_tied
from hylla.catalogue.rules.batches import BatchKind, Fate, RowState, Stage
from hylla.catalogue.rules.codes import Code, NotUndone
from hylla.catalogue.rules.incoming import incoming
from hylla.catalogue.rules.merging_authorities import merged
from hylla.catalogue.rules.versions import Why
from hylla.formats.marc.authorities import AuthorityFacts, authority_facts
from hylla.formats.marc.kept import kept_record
from hylla.formats.marc.writing import iso2709_of
from hylla.library.refusals import Reason, Refused

_WHY = Change(Why.MERGED)
_COLUMNS = ("source", "control_number", "digest", "revised", "added_on")
_LONGEST = 200


@transaction.atomic
def prepare_merge(goes: int, *, stays: int, now: datetime) -> int:
    """Let a merge wait for somebody to say yes; return the number of its batch.

    :raises Refused: it is one and the same, one is not here, or they are of different kinds.
    """
    if goes == stays:
        raise Refused(Reason(Code.SAME_AUTHORITY))
    rows = Authority.objects.in_bulk([goes, stays])
    if len(rows) < len({goes, stays}):
        raise Refused(Reason(Code.AUTHORITY_UNKNOWN))
    old, ours = rows[goes], rows[stays]
    of_old, of_ours = _facts(old.marc), _facts(ours.marc)
    if of_old.family is not of_ours.family:
        raise Refused(Reason(Code.AUTHORITY_OTHER_KIND))
    record = kept_record(bytes(ours.marc))
    if record is None:
        raise ValueError("a record that is kept has been read before")
    number = f"({old.source}){old.control_number}"
    marc = iso2709_of(merged(record, of_old, ours=of_ours, number=number))
    Batch.objects.filter(authority_number=goes, stage=Stage.READY).delete()
    batch = Batch.objects.create(
        kind=BatchKind.HEADING,
        name=f"{old.heading} → {ours.heading}"[:LONGEST_NAME],
        stage=Stage.READY,
        authority_number=goes,
        into_number=stays,
        begun_at=now,
    )
    for place, row in ((AUTHORITY_PLACE, old), (STAYS_PLACE, ours)):
        BatchRow.objects.create(
            batch=batch,
            place=place,
            fate=Fate.CHANGE,
            title=row.heading[:_LONGEST],
            marc=marc,
            before_marc=row.marc,
            before=json.dumps({each: str(getattr(row, each)) for each in _COLUMNS}),
        )
    batch.size = add_titles(batch, titles_tied(goes))
    batch.save(update_fields=["size"])
    return batch.pk


def merge_authorities(batch: Batch, *, on: date) -> bool:
    """Make two authorities one; return whether they are as they were when it was shown.

    A transaction is the caller's to open.
    """
    authorities_written()
    goes, stays = _both(batch)
    own = Authority.objects.select_for_update()
    old = own.filter(pk=batch.authority_number or 0).first()
    ours = own.filter(pk=batch.into_number or 0).first()
    if old is None or ours is None:
        return False
    if not (_is(old, goes.before_marc) and _is(ours, stays.before_marc)):
        return False
    keys = keys_of_authority(old.pk)
    keep_authority_versions([old], change=_WHY, on=on)
    old.delete()
    _file(ours.pk, stays, bytes(stays.marc or b""), on=on)
    settle(keys, authorities=[ours.pk])
    batch.rows.filter(place__in=(AUTHORITY_PLACE, STAYS_PLACE)).update(state=RowState.DONE)
    return True


def part_authorities(batch: Batch, *, on: date) -> None:
    """Make one authority two again. A transaction is the caller's to open."""
    authorities_written()
    goes, stays = _both(batch)
    ours = Authority.objects.select_for_update().filter(pk=batch.into_number or 0).first()
    reason: NotUndone | None = None
    if ours is None:
        reason = NotUndone.GONE_SINCE
    elif not _is(ours, stays.marc):
        reason = NotUndone.CHANGED_SINCE
    else:
        _file(ours.pk, stays, bytes(stays.before_marc or b""), on=on)
    _left(stays, reason)
    taken = Authority.objects.filter(**_identity(goes)).exists()
    if not taken:
        _file(batch.authority_number, goes, bytes(goes.before_marc or b""), on=on)
    _left(goes, NotUndone.CHANGED_SINCE if taken else None)


def _file(number: int | None, row: BatchRow, marc: bytes, *, on: date) -> None:
    """Write an authority; one that is not here comes back under its number."""
    told: dict[str, Any] = json.loads(row.before)
    added_on = date.fromisoformat(told.pop("added_on"))
    record = kept_record(marc)
    if record is None:
        raise ValueError("a record that waits has been read before")
    if not Authority.objects.filter(pk=number or 0).exists():
        # `file_authorities` fills it.
        Authority.objects.create(
            pk=number, marc=marc, key="", heading="", added_on=added_on, **told
        )
    filed = AuthorityToFile.of(incoming(record, file=told["source"]), _facts(marc))
    file_authorities([replace(filed, **told)], on=on, change=_WHY)


def _both(batch: Batch) -> tuple[BatchRow, BatchRow]:
    goes, stays = batch.rows.filter(place__in=(AUTHORITY_PLACE, STAYS_PLACE)).order_by("place")
    return goes, stays


def _identity(row: BatchRow) -> dict[str, str]:
    told: dict[str, str] = json.loads(row.before)
    return {each: told[each] for each in ("source", "control_number")}


def _is(row: Authority, marc: bytes | memoryview | None) -> bool:
    return bytes(row.marc) == bytes(marc or b"")


def _left(row: BatchRow, reason: NotUndone | None) -> None:
    row.state = RowState.LEFT if reason else RowState.UNDONE
    row.reason = reason or ""
    row.save(update_fields=["state", "reason"])


def _facts(marc: bytes | memoryview) -> AuthorityFacts:
    record = kept_record(bytes(marc))
    facts = authority_facts(record) if record else None
    if facts is None:
        raise ValueError("an authority has a heading")
    return facts
