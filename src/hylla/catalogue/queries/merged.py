"""Titles that are part of others by now, and where they are."""

from collections.abc import Mapping, Sequence

from hylla.catalogue.models import MergedTitle
from hylla.catalogue.queries.records import RecordFacts, record


def record_now(record_id: int) -> RecordFacts | None:
    """Return a title, or the one it was made part of; None for an unknown number."""
    found = record(record_id)
    into = None if found else where_merged(record_id)
    return found if into is None else record_now(into)


def where_merged(number: int) -> int | None:
    """Return the title into which one was merged, or None."""
    return MergedTitle.objects.filter(pk=number).values_list("into", flat=True).first()


def merged_into(identities: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
    """Return, of titles by source and control number that were merged, where each is now."""
    numbers = [number for _, number in identities]
    rows = MergedTitle.objects.filter(control_number__in=numbers)
    wanted = set(identities)
    return {
        (source, number): into
        for source, number, into in rows.values_list("source", "control_number", "into")
        if (source, number) in wanted
    }
