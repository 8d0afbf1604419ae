"""What readers find in the catalogue, and what of it is in: that is asked each time."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hylla.catalogue.queries import (
    Asking,
    Count,
    Facet,
    Found,
    Hit,
    Page,
    Work,
    counts_among,
    hits_of,
    works_found,
)
from hylla.circulation.queries.items import NO_COPIES, Availability, availability, standing_at

PER_PAGE = 20
MOST_EDITIONS = 5
"""So many editions of a work stand in a list; its page has them all."""
_LOOKED_AT = 100
_LIFT = 1.05
"""What is in comes before what is out where words tell hardly any difference."""


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """One edition, and how it stands now."""

    hit: Hit
    availability: Availability


@dataclass(frozen=True, slots=True)
class FoundWork:
    """A work by its best edition, some of the others that were found, and how many more."""

    best: FoundTitle
    others: tuple[FoundTitle, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Results:
    """A page of works. `free` is how many titles have a copy to be had now, of those that were
    looked at, and `looked_at_all` whether these are all there are.
    """

    page: Page[FoundWork]
    found: Found
    free: int
    looked_at_all: bool


def results(asking: Asking, *, page: int, on: date, only_free: bool = False) -> Results:
    """Return a page of what is found, of what is in alone if so wanted.

    A page past the end is the last one. Where copies are is asked for the best hundred works and
    those on the page; for a thousand titles where only what is in is wanted. Who has chosen a
    branch wants what is in there.
    """
    found = works_found(asking)
    looked_at = found.works if only_free else found.works[:_LOOKED_AT]
    states = dict(availability(_editions(looked_at), on=on))
    free = _free(states, branch=asking.choices.of(Facet.BRANCH))
    works = _only(looked_at, free) if only_free else _lifted(found.works, free)
    if only_free:
        left = _editions(works)
        found = replace(found, titles=len(left), counts=_counts(left) if found.counts else {})
    last = max(1, -(-len(works) // PER_PAGE))
    number = min(max(page, 1), last)
    shown = works[(number - 1) * PER_PAGE : number * PER_PAGE]
    if unknown := _editions(shown) - states.keys():
        states |= availability(unknown, on=on)
    rows = tuple(_told(shown, states))
    return Results(
        Page(rows, number, PER_PAGE, len(works)),
        found,
        len(free),
        looked_at_all=len(looked_at) == len(found.works),
    )


def _editions(works: Iterable[Work]) -> set[int]:
    return {number for work in works for number in work.numbers}


def _counts(record_ids: Collection[int]) -> Mapping[Facet, tuple[Count, ...]]:
    """Return what to choose by among titles that are in, and of branches where they are."""
    there = Counter(each for branches in standing_at(record_ids).values() for each in branches)
    branches = tuple(Count(str(each), titles) for each, titles in there.most_common())
    return {**counts_among(record_ids), Facet.BRANCH: branches}


def _free(states: Mapping[int, Availability], *, branch: str) -> frozenset[int]:
    """Return the titles with a copy to be had now, at one branch where one is named."""
    free = frozenset(each for each, state in states.items() if state.free)
    if not branch:
        return free
    there = standing_at(free)
    return frozenset(each for each in free if branch in map(str, there.get(each, ())))


def _only(works: Iterable[Work], free: frozenset[int]) -> list[Work]:
    kept = (
        replace(work, numbers=tuple(each for each in work.numbers if each in free))
        for work in works
    )
    return [work for work in kept if work.numbers]


def _lifted(works: Sequence[Work], free: frozenset[int]) -> list[Work]:
    """Return works with those that are in a little higher; the sort leaves all else as it was."""

    def told(work: Work) -> float:
        return -work.score * (_LIFT if free.intersection(work.numbers) else 1)

    return [*sorted(works[:_LOOKED_AT], key=told), *works[_LOOKED_AT:]]


def _told(works: Sequence[Work], states: Mapping[int, Availability]) -> Iterable[FoundWork]:
    wanted = [number for work in works for number in work.numbers[:MOST_EDITIONS]]
    hits = {hit.id: hit for hit in hits_of(wanted)}
    for work in works:
        editions = [
            FoundTitle(hits[each], states.get(each, NO_COPIES))
            for each in work.numbers[:MOST_EDITIONS]
            if each in hits
        ]
        if editions:
            best, *others = editions
            yield FoundWork(best, tuple(others), max(0, len(work.numbers) - MOST_EDITIONS))
