"""Find titles in the index: the best first, editions of a work together, counted by facets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tantivy import DocAddress, Order, Query, Searcher

from hylla.catalogue.index import schema
from hylla.catalogue.index.asking import (
    AS_ASKED,
    BEGUN,
    Attempt,
    Effort,
    counted,
    forms_of,
    is_stop,
    like,
    query_of,
)
from hylla.catalogue.index.choices import Choices, Count, Facet, Sorting
from hylla.catalogue.index.reading import unusable_where_wrong
from hylla.catalogue.index.schema import SCHEMA
from hylla.catalogue.index.values import IndexedTitle
from hylla.catalogue.rules.ordering import Alphabet
from hylla.catalogue.rules.questions import Question, Where, Word
from hylla.catalogue.rules.words import stands_alone

MOST_HITS = 1_000
"""So many of the best are told apart into works and can be turned over page by page."""
_SUGGESTED, _FEW = 40, 3
_STEP, _MOST_PLACES = 3, 2_000
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
_By = tuple[str, Order]
_ORDERS: Mapping[Sorting, Sequence[_By]] = {
    Sorting.NEWEST: ((schema.YEAR, Order.Desc),),
    Sorting.OLDEST: ((schema.YEAR, Order.Asc),),
    Sorting.ARRIVAL: ((schema.NUMBER, Order.Desc),),
}
_SWEDISH = {"swe", "fin"}


@dataclass(frozen=True, slots=True)
class Work:
    """Editions of one work that were found: their numbers, the best first, and how good that is."""

    numbers: tuple[int, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found: how many titles there are, the works of the best, and counts.

    `effort` says how much had to be let pass, `words` what was looked for in the end. `near` are
    works that come near, where few have a word by its stem alone, and none as it was typed.
    """

    works: tuple[Work, ...]
    titles: int
    counts: Mapping[Facet, tuple[Count, ...]] = field(default_factory=dict)
    effort: Effort = Effort.AS_ASKED
    words: tuple[str, ...] = ()
    near: tuple[Work, ...] = ()


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
        for asked, attempt in attempts(searcher, question):
            query = query_of(asked, choices, attempt=attempt, languages=languages)
            found = _hits(searcher, query, _sorted_by(sorting, languages))
            if found.titles:
                counts = _counts(searcher, counted(asked, choices, attempt=attempt))
                near = _near(searcher, asked, choices, found) if attempt is AS_ASKED else ()
                found = replace(found, counts=counts, near=near)
                return replace(found, effort=attempt.effort, words=asked.plain)
        return Findings((), 0)


def _near(
    searcher: Searcher, question: Question, choices: Choices, found: Findings
) -> tuple[Work, ...]:
    """Return what comes nearer than the few that have another word of the same stem.

    Stemmers take off too much at times: `villanden` is no form of `vill`.
    """
    typed = frozenset(
        word.text
        for word in question.words
        if word.text in question.plain and not searcher.doc_freq(schema.ANY, word.text)
    )
    if not typed or found.titles > _FEW:
        return ()
    query = query_of(question, choices, attempt=Attempt(Effort.ALIKE, typed))
    nearer = _hits(searcher, query, most=_SUGGESTED)
    known = {work.numbers[0] for work in found.works}
    return () if known.intersection(nearer.works[0].numbers) else nearer.works


def counts_among(searcher: Searcher, numbers: Iterable[int]) -> Mapping[Facet, tuple[Count, ...]]:
    """Return what some titles have, counted as of a question that finds just these.

    :raises Unusable: the index cannot be read.
    """
    with unusable_where_wrong():
        return _counts(searcher, Query.term_set_query(SCHEMA, schema.NUMBER, sorted(numbers)))


def suggest(searcher: Searcher, question: Question) -> Findings:
    """Return what has all words in its title or its authors' names, the last of them begun.

    :raises Unusable: the index cannot be read.
    """
    with unusable_where_wrong():
        return _hits(searcher, naming(question), most=_SUGGESTED)


def naming(question: Question) -> Query:
    """Return what finds words in titles and names, the last of them begun."""
    words = tuple(replace(word, where=Where.NAMED) for word in question.words)
    return query_of(replace(question, words=words), Choices(), attempt=BEGUN)


def similar(searcher: Searcher, title: IndexedTitle, *, most: int) -> tuple[int, ...]:
    """Return other works that have much in common with a title, by what the catalogue knows.

    :raises Unusable: the index cannot be read.
    """
    with unusable_where_wrong():
        found = _hits(searcher, like(title), most=_SUGGESTED)
    return tuple(work.numbers[0] for work in found.works[:most])


def nearby(searcher: Searcher, title: IndexedTitle, *, each_way: int) -> tuple[int, ...]:
    """Return what stands before and after a title where shelves are in their usual order.

    :raises Unusable: the index cannot be read.
    """
    own = schema.shelf_place(title)
    places: list[str] = []
    with unusable_where_wrong():
        for length in range(len(own) - 1, own.index(schema.BETWEEN), -_STEP):
            terms = searcher.terms_with_prefix(schema.SHELF, own[:length], limit=_MOST_PLACES)
            places = sorted({own, *(place for place, _ in terms)})
            at = places.index(own)
            if at >= each_way and len(places) - at > each_way:
                break
    at = places.index(own) if own in places else 0
    beside = (*places[max(0, at - each_way) : at], *places[at + 1 : at + 1 + each_way])
    return tuple(int(place.rpartition(schema.BETWEEN)[2]) for place in beside)


def attempts(searcher: Searcher, question: Question) -> Iterator[tuple[Question, Attempt]]:
    """Yield what is tried, one after another, until something is found.

    Words that are one in some title may have been parted. Then, first only words that no title has
    may stand for others: looking for those costs the most.
    """
    yield question, AS_ASKED
    if question.number or not question.words:
        return
    yield question, BEGUN
    if joined := _joined(searcher, question):
        yield joined, Attempt(Effort.ALIKE)
    words = frozenset(word.text for word in question.words)
    unknown = frozenset(word for word in words if not _is_known(searcher, word))
    if unknown:
        yield question, Attempt(Effort.ALIKE, unknown)
    if unknown != words:
        yield question, Attempt(Effort.ALIKE, words)
    if _may_do_without_one(question):
        # What has one of the words tells more than what comes near to two.
        for alike in dict.fromkeys((unknown, words)):
            yield question, Attempt(Effort.MOST_WORDS, alike)


def _may_do_without_one(question: Question) -> bool:
    """Say whether enough is left of a question without one of its words; of signs that are words,
    more must be.
    """
    telling = [word.text for word in question.words if not is_stop(word.text)]
    return len(telling) > (_FEW if all(map(stands_alone, telling)) else 1)


def _joined(searcher: Searcher, question: Question) -> Question | None:
    """Return the question with such neighbours in one word as some title has as one."""
    words: list[Word] = []
    for word in question.words if question.plain else ():
        both = words[-1].text + word.text if words else ""
        if both and searcher.doc_freq(schema.ANY, both):
            words[-1] = Word(both)
        else:
            words.append(word)
    if not words or len(words) == len(question.words):
        return None
    return replace(question, words=tuple(words), typed=())


def _is_known(searcher: Searcher, word: str) -> bool:
    return any(searcher.doc_freq(schema.ANY, form) for form in forms_of(word))


def _hits(
    searcher: Searcher, query: Query, sorted_by: Sequence[_By] = (), *, most: int = MOST_HITS
) -> Findings:
    if sorted_by:
        name, order = sorted_by[0]
        found = searcher.search(query, most, order_by_field=name, order=order)
        # What was sorted by is told as how good it is, which it is not.
        hits = [(0.0, address) for _, address in found.hits]
    else:
        found = searcher.search(query, most, weight_by_field=schema.POPULAR)
        hits = [(float(score or 0), address) for score, address in found.hits]
    if len(sorted_by) > 1:
        hits = _sorted_anew(searcher, hits, [name for name, _ in sorted_by])
    addresses = [address for _, address in hits]
    numbers = searcher.fast_field_values(schema.NUMBER, addresses)
    works = searcher.fast_field_values(schema.WORK, addresses)
    together: dict[Any, list[int]] = {}
    scores: dict[Any, float] = {}
    for number, work, (score, _) in zip(numbers, works, hits, strict=True):
        together.setdefault(work, []).append(int(number or 0))
        scores.setdefault(work, score)
    told = (Work(tuple(each), scores[work]) for work, each in together.items())
    return Findings(tuple(told), _count(found))


def _sorted_anew(
    searcher: Searcher, hits: list[tuple[float, DocAddress]], names: Sequence[str]
) -> list[tuple[float, DocAddress]]:
    """Sort what begins alike by what is behind that, too: the index sorts by one field."""
    addresses = [address for _, address in hits]
    columns = (searcher.fast_field_values(name, addresses) for name in names)
    keys = [tuple(int(each or 0) for each in row) for row in zip(*columns, strict=True)]
    return [hit for _, hit in sorted(zip(keys, hits, strict=True), key=lambda each: each[0])]


def _sorted_by(sorting: Sorting, languages: Sequence[str]) -> Sequence[_By]:
    """Return the fields to sort by, in the alphabet of the reader; none for the best first."""
    alphabet = Alphabet.SWEDISH if set(languages[:1]) & _SWEDISH else Alphabet.NORWEGIAN
    title = ((schema.BY_TITLE[alphabet], Order.Asc), (schema.BY_REST_OF_TITLE, Order.Asc))
    if sorting is Sorting.TITLE:
        return title
    if sorting is Sorting.AUTHOR:
        return ((schema.BY_AUTHOR[alphabet], Order.Asc), *title)
    return _ORDERS.get(sorting, ())


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
