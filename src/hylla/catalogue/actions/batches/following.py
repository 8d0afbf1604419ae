"""The titles that follow an authority to another heading."""

from collections.abc import Sequence

from hylla.catalogue.models import Batch, BatchRow, Record
from hylla.catalogue.rules.batches import Fate

_LONGEST = 200


def add_titles(batch: Batch, numbers: Sequence[int]) -> int:
    """Let titles follow that are not among those that do; return how many."""
    known = set(batch.rows.values_list("record_number", flat=True))
    coming = [number for number in numbers if number not in known]
    first = batch.rows.count()
    names = dict(Record.objects.filter(pk__in=coming).values_list("pk", "title"))
    BatchRow.objects.bulk_create(
        BatchRow(
            batch=batch,
            place=place,
            fate=Fate.CHANGE,
            title=names.get(number, "")[:_LONGEST],
            record_number=number,
        )
        for place, number in enumerate(coming, start=first)
    )
    return len(coming)
