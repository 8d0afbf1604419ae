"""Find titles in the index: the best first, editions of a work together, counted by facets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tantivy import Order, Query, Searcher

from hylla.catalogue.index import schema
from hylla.catalogue.index.asking import Effort, counted, is_stop, query_of
from hylla.catalogue.index.choices import Choices, Count, Facet, Sorting
from hylla.catalogue.index.reading import unusable_where_wrong
from hylla.catalogue.rules.questions import Question, Where

MOST_HITS = 1_000
"""So many of the best are told apart into works and can be turned over page by page."""
_SUGGESTED = 40
_COUNTED: Mapping[Facet, int] = {
    Facet.KIND: 10,
    Facet.LANGUAGE: 12,
    Facet.AUDIENCE: 5,
    Facet.DECADE: 12,
    Facet.BRANCH: 40,
    Facet.SUBJECT: 10,
    Facet.SERIES: 8,
}
COUNTING: dict[str, Any] = {
    facet.value: {"terms": {"field": facet.value, "size": size}} for facet, size in _COUNTED.items()
}
_ORDERS: Mapping[Sorting, tuple[str, Order]] = {
    Sorting.NEWEST: (schema.YEAR, Order.Desc),
    Sorting.OLDEST: (schema.YEAR, Order.Asc),
    Sorting.ARRIVAL: (schema.NUMBER, Order.Desc),
}


@dataclass(frozen=True, slots=True)
class Work:
    """Editions of one work that were found: their numbers, the best first, and how good that is."""

    numbers: tuple[int, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found: how many titles there are, the works of the best, and counts.

    `effort` says how much had to be let pass.
    """

    works: tuple[Work, ...]
    titles: int
    counts: Mapping[Facet, tuple[Count, ...]] = field(default_factory=dict)
    effort: Effort = Effort.AS_ASKED


def find(
    searcher: Searcher,
    question: Question,
    *,
    choices: Choices,
    sorting: Sorting = Sorting.RELEVANCE,
    languages: Sequence[str] = (),
) -> Findings:
    """Return what a question finds; where that is nothing, what comes near.

    :raises Unusable: the index cannot be read.
    """
    with unusable_where_wrong():
        for effort in efforts(question):
            query = query_of(question, choices, effort=effort, languages=languages)
            found = _hits(searcher, query, sorting)
            if found.titles:
                same = counted(question, choices, effort=effort)
                return replace(found, counts=_counts(searcher, same), effort=effort)
        return Findings((), 0)


def suggest(searcher: Searcher, question: Question) -> Findings:
    """Return what has all words in its title or its authors' names, the last of them begun.

    :raises Unusable: the index cannot be read.
    """
    words = tuple(replace(word, where=Where.NAMED) for word in question.words)
    named = replace(question, words=words)
    with unusable_where_wrong():
        query = query_of(named, Choices(), effort=Effort.BEGUN)
        return _hits(searcher, query, Sorting.RELEVANCE, most=_SUGGESTED)


def efforts(question: Question) -> Iterable[Effort]:
    """Yield what is tried, one after another, until something is found."""
    yield Effort.AS_ASKED
    if question.number or not question.words:
        return
    yield Effort.BEGUN
    yield Effort.ALIKE
    if sum(not is_stop(word.text) for word in question.words) > 1:
        yield Effort.MOST_WORDS


def _hits(searcher: Searcher, query: Query, sorting: Sorting, *, most: int = MOST_HITS) -> Findings:
    if sorting in _ORDERS:
        name, order = _ORDERS[sorting]
        found = searcher.search(query, most, order_by_field=name, order=order)
    else:
        found = searcher.search(query, most, weight_by_field=schema.POPULAR)
    addresses = [address for _, address in found.hits]
    numbers = searcher.fast_field_values(schema.NUMBER, addresses)
    works = searcher.fast_field_values(schema.WORK, addresses)
    together: dict[Any, list[int]] = {}
    scores: dict[Any, float] = {}
    for number, work, (score, _) in zip(numbers, works, found.hits, strict=True):
        together.setdefault(work, []).append(int(number or 0))
        scores.setdefault(work, float(score or 0))
    told = (Work(tuple(each), scores[work]) for work, each in together.items())
    return Findings(tuple(told), _count(found))


def _count(found: Any) -> int:
    return int(found.count)


def _counts(searcher: Searcher, query: Query) -> Mapping[Facet, tuple[Count, ...]]:
    told = searcher.aggregate(query, COUNTING)
    return {
        facet: tuple(
            Count(_value(each["key"]), int(each["doc_count"]))
            for each in told[facet.value]["buckets"]
        )
        for facet in _COUNTED
    }


def _value(key: str | float) -> str:
    """A number comes as one with a point."""
    return key if isinstance(key, str) else str(int(key))
