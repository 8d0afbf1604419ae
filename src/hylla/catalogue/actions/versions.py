"""Keep how records were before they changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from hylla.catalogue.models import Record, RecordVersion
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.rules.versions import Why
from hylla.formats.marc.writing import iso2709_of

MOST_VERSIONS = 50
"""Of one record; older ones go as newer ones come."""


@dataclass(frozen=True, slots=True)
class Change:
    """What changes records, and who of the staff, if it was somebody."""

    why: Why
    staff_id: int | None = None


IMPORT = Change(Why.IMPORTED)


def keep_versions(rows: Iterable[Record], *, change: Change, on: date) -> None:
    """Keep how titles are before they are changed. A transaction is the caller's to open."""
    kept = [
        RecordVersion(
            record_number=row.pk,
            source=row.source,
            control_number=row.control_number,
            marc=row.marc if row.marc is not None else iso2709_of(record_of(row)),
            until_on=on,
            why=change.why,
            staff_id=change.staff_id,
        )
        for row in rows
    ]
    if kept:
        RecordVersion.objects.bulk_create(kept)
        _forget_the_oldest({each.record_number for each in kept})


def _forget_the_oldest(numbers: set[int]) -> None:
    rows = RecordVersion.objects.filter(record_number__in=numbers).values("record_number")
    for each in rows.annotate(versions=Count("pk")).filter(versions__gt=MOST_VERSIONS):
        own = RecordVersion.objects.filter(record_number=each["record_number"]).order_by("-pk")
        last = own.values_list("pk", flat=True)[MOST_VERSIONS]
        own.filter(pk__lte=last).delete()
