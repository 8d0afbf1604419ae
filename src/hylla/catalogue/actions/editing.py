"""A cataloguer writes, changes, deletes or brings back a record."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import ProtectedError

from hylla.catalogue.actions.filing import ToFile, file_records
from hylla.catalogue.actions.import_marc import to_file
from hylla.catalogue.actions.stamping import come_back, stamp_gone
from hylla.catalogue.actions.versions import Change, keep_versions
from hylla.catalogue.models import BORROWED, MergedTitle, Record, RecordVersion
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.incoming import LONGEST_SOURCE, incoming
from hylla.catalogue.rules.seen import seen_of
from hylla.catalogue.rules.versions import Why
from hylla.formats.marc import Field
from hylla.formats.marc import Record as MarcRecord
from hylla.formats.marc.kept import kept_record
from hylla.library.refusals import Reason, Refused

OWN = "own"
"""The source of records that were written here."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who of the staff writes, and when; `on` is the day where the library is."""

    staff_id: int
    now: datetime
    on: date


@transaction.atomic
def write_record(record: MarcRecord, *, by: Hand) -> int:
    """Add a record that a cataloguer has written, under a number of its own.

    :raises Refused: it has no title.
    """
    named = signed(record, source=OWN, number=uuid4().hex[:12], now=by.now)
    filed = _filed(named, source=OWN, number=named.control("001"))
    (number,) = file_records([filed], on=by.on, change=Change(Why.EDITED, by.staff_id)).values()
    return number


@transaction.atomic
def change_record(
    number: int,
    record: MarcRecord,
    *,
    seen: str,
    by: Hand,
    why: Why = Why.EDITED,
) -> None:
    """Put a record in the place of a title's; it stays who it is.

    `seen` is that of the record that was looked at. Of the same file read again nothing changes;
    a record that its maker has changed since comes as the rules of its profile say.

    :raises Refused: it has no title, it is not here, or was changed meanwhile.
    """
    ours = _locked(number)
    if seen_of(record_of(ours)) != seen:
        raise Refused(Reason(Code.RECORD_CHANGED_MEANWHILE))
    source = record_of(ours).control("003").strip() or ours.source
    named = signed(record, source=source, number=ours.control_number, now=by.now)
    filed = _filed(named, source=ours.source, number=ours.control_number)
    same = replace(filed, digest=ours.digest, revised=ours.revised)
    file_records([same], on=by.on, change=Change(why, by.staff_id))


@transaction.atomic
def delete_record(number: int, *, seen: str, by: Hand) -> None:
    """Delete a title that nothing hangs on; it can be brought back under its number.

    :raises Refused: it has copies or holds, was changed meanwhile, or is not here.
    """
    ours = _locked(number)
    if seen_of(record_of(ours)) != seen:
        raise Refused(Reason(Code.RECORD_CHANGED_MEANWHILE))
    if ours.items.exists():
        raise Refused(Reason(Code.RECORD_HAS_COPIES))
    keep_versions([ours], change=Change(Why.DELETED, by.staff_id), on=by.on)
    try:
        with transaction.atomic():
            ours.delete()
    except ProtectedError:
        raise Refused(Reason(Code.RECORD_IN_USE)) from None
    stamp_gone([number], on=by.on)


@transaction.atomic
def restore_version(version_id: int, *, by: Hand) -> int:
    """Make a record what it was, or bring a deleted one back; return its number.

    :raises Refused: the version is no longer kept, or another record has its number.
    """
    version = RecordVersion.objects.filter(pk=version_id).first()
    record = kept_record(bytes(version.marc)) if version else None
    if version is None or record is None:
        raise Refused(Reason(Code.VERSION_UNKNOWN))
    number = version.record_number
    if not Record.objects.filter(pk=number).exists():
        _bring_back(version, record, by=by)
        return number
    seen = seen_of(record_of(_locked(number)))
    change_record(number, record, seen=seen, by=by, why=Why.RESTORED)
    return number


def _bring_back(version: RecordVersion, record: MarcRecord, *, by: Hand) -> None:
    source, own = version.source, version.control_number
    if Record.objects.filter(source=source, control_number=own).exists():
        raise Refused(Reason(Code.RECORD_NUMBER_TAKEN))
    # Under the number it had, so that its lasting address leads to it again, and nowhere else.
    MergedTitle.objects.filter(pk=version.record_number).delete()
    row = Record(pk=version.record_number, source=source, control_number=own, added_on=by.on)
    row.marc = bytes(version.marc)
    row.save(force_insert=True)
    file_records(
        [_filed(record, source=source, number=own)],
        on=by.on,
        change=Change(Why.RESTORED, by.staff_id),
    )
    come_back([row.pk], on=by.on)


def _locked(number: int) -> Record:
    rows = Record.objects.select_for_update().exclude(source=BORROWED)
    found = rows.filter(pk=number).first()
    if found is None:
        raise Refused(Reason(Code.RECORD_UNKNOWN))
    return found


def _filed(record: MarcRecord, *, source: str, number: str) -> ToFile:
    filed = to_file(record, incoming(record, file=source))
    if not filed.facts.title:
        raise Refused(Reason(Code.TITLE_MISSING))
    return replace(filed, source=source[:LONGEST_SOURCE], control_number=number)


def signed(record: MarcRecord, *, source: str, number: str, now: datetime) -> MarcRecord:
    """Return a record with whose it is and when it was written, as the format has it."""
    own = (
        Field("001", number),
        Field("003", source),
        Field("005", f"{now:%Y%m%d%H%M%S}.0"),
    )
    rest = tuple(each for each in record.fields if each.tag not in {"001", "003", "005"})
    return replace(record, fields=(*own, *rest))
