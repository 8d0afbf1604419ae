"""How titles' records were, and what changed them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hylla.catalogue.models import BORROWED, Record, RecordVersion
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.rules.comparing import Line, lines_of
from hylla.catalogue.rules.seen import seen_of
from hylla.catalogue.rules.versions import Why
from hylla.formats.marc import Record as MarcRecord
from hylla.formats.marc import describe
from hylla.formats.marc.kept import kept_record
from hylla.library.queries import names_of

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Editable:
    """A record as it is now; `seen` changes whenever it does."""

    number: int
    title: str
    record: MarcRecord
    seen: str


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """That a record was changed on a day: why, and by whom, if that is known."""

    id: int
    record_number: int
    on: date
    why: Why
    by: str
    title: str


def editable(number: int) -> Editable | None:
    """Return a title of the catalogue to be edited, or None."""
    row = Record.objects.filter(pk=number).exclude(source=BORROWED).first()
    if row is None:
        return None
    record = record_of(row)
    return Editable(row.pk, row.title, record, seen_of(record))


def versions_of(number: int) -> tuple[VersionFacts, ...]:
    """Return what changed a record, the newest first."""
    return _facts(RecordVersion.objects.filter(record_number=number).order_by("-pk"))


def deleted_titles() -> tuple[VersionFacts, ...]:
    """Return the titles that were deleted last and are not back."""
    rows = RecordVersion.objects.filter(why=Why.DELETED).order_by("-pk")
    back = Record.objects.values("pk")
    return _facts(rows.exclude(record_number__in=back)[:MOST_SHOWN])


def version(version_id: int) -> VersionFacts | None:
    """Return one version, or None."""
    return next(iter(_facts(RecordVersion.objects.filter(pk=version_id))), None)


def what_changed(version_id: int) -> tuple[Line, ...]:
    """Return a record before and after one change, field by field."""
    row = RecordVersion.objects.get(pk=version_id)
    later = RecordVersion.objects.filter(record_number=row.record_number, pk__gt=version_id)
    after = later.order_by("pk").first()
    return lines_of(kept_record(bytes(row.marc)), _then(row) if after is None else _told(after))


def _told(row: RecordVersion) -> MarcRecord | None:
    return kept_record(bytes(row.marc))


def _then(row: RecordVersion) -> MarcRecord | None:
    now = Record.objects.filter(pk=row.record_number).first()
    return record_of(now) if now else None


def _facts(rows: Iterable[RecordVersion]) -> tuple[VersionFacts, ...]:
    found = list(rows)
    names = names_of(row.staff_id for row in found)
    return tuple(
        VersionFacts(
            row.pk,
            row.record_number,
            row.until_on,
            Why(row.why),
            names.get(row.staff_id or 0, ""),
            describe(record).title if (record := _told(row)) else "",
        )
        for row in found
    )
