"""Titles that are part of others by now, and where they are."""

from collections.abc import Iterable, Mapping, Sequence

from hylla.catalogue.models import MergedTitle
from hylla.catalogue.queries.records import LARGEST_NUMBER, RecordFacts, record

MOST_STEPS = 100
"""Titles that went into one another one after another; more would be a ring, which cannot be."""


def record_now(record_id: int) -> RecordFacts | None:
    """Return a title, or the one it was made part of; None for an unknown number."""
    found = record(record_id)
    into = None if found else where_merged(record_id)
    return found if into is None else record_now(into)


def where_merged(number: int) -> int | None:
    """Return the title of which one is part by now, or None."""
    return where_all_merged([number]).get(number)


def where_all_merged(numbers: Iterable[int]) -> Mapping[int, int]:
    """Return, of those titles that were merged, of which each is part by now.

    Each merge is kept by itself, so that it can be undone: what went into a title that went into
    another is followed to the end.
    """
    found: dict[int, int] = {}
    asked = {each: each for each in numbers if each <= LARGEST_NUMBER}
    for _step in range(MOST_STEPS):
        if not asked:
            break
        rows = MergedTitle.objects.filter(pk__in=set(asked.values()))
        into = dict(rows.values_list("pk", "into"))
        asked = {each: into[now] for each, now in asked.items() if now in into}
        found.update(asked)
    return found


def merged_into(identities: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
    """Return, of titles by source and control number that were merged, where each is now."""
    numbers = [number for _, number in identities]
    rows = MergedTitle.objects.filter(control_number__in=numbers)
    wanted = set(identities)
    merged = {
        (source, number): pk
        for source, number, pk in rows.values_list("source", "control_number", "pk")
        if (source, number) in wanted
    }
    now = where_all_merged(merged.values())
    return {identity: now[pk] for identity, pk in merged.items()}
