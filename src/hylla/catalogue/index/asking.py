"""Questions as the index takes them: what must be there, and what makes it tell more.

Whether a title is found, `any` decides, in which every form of every word stands once. The other
texts say where a word stands, and only decide the order: a word counts where it counts most, and a
little for each other place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from tantivy import FieldType, Occur, Query

from hylla.catalogue.index import schema
from hylla.catalogue.index.choices import Choices, Facet
from hylla.catalogue.index.schema import SCHEMA
from hylla.catalogue.index.stems import stems_asked
from hylla.catalogue.index.values import IndexedTitle
from hylla.catalogue.rules.questions import Phrase, Question, Where, Word
from hylla.catalogue.rules.words import MOST_WORDS_ASKED, stands_alone, words_in

_MOST_IN_COMMON = 10
_LONGEST_NAME = 6


class Effort(IntEnum):
    """How much is let pass so that something is found."""

    AS_ASKED = 0
    BEGUN = 1
    ALIKE = 2
    MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way of looking: how much is let pass, and for which words another may stand."""

    effort: Effort = Effort.AS_ASKED
    alike: frozenset[str] = frozenset()


AS_ASKED = Attempt()
BEGUN = Attempt(Effort.BEGUN)


# A title that is all that was asked comes before everything else.
_WHOLE = 60.0
_TITLE, _TITLE_STEMS, _NAMES, _MORE, _SUBJECTS = 3.0, 1.6, 2.2, 1.3, 0.8
_PUBLISHER = 0.5
_TOGETHER, _SIGNS_TOGETHER = 2.0, 8.0
_READ = 1.5
_TIES = 0.15
_BEGUN, _ALIKE, _LESS_ALIKE = 6.0, 5.0, 2.0
_ALIKE_TO_ONE = 0.2
"""Where one of the words is enough: what has it comes before what is near to another."""
_SHORTEST_ALIKE, _SHORTEST_LESS_ALIKE = 4, 8
_SHORTEST_BEGUN = 2

_STOPS = frozenset(
    word
    for line in (
        "a an and av aa att de dei deira den det dets di e ei ein eit ej el en er et ett for foer",
        "fra from het i il in is la le med men of og oe och om on or paa saa som the til till to",
        "with",
    )
    for word in line.split()
)

_TEXTS = {
    Where.TITLE: ((schema.TITLE, _TITLE), (schema.TITLE_STEMS, _TITLE_STEMS), (schema.MORE, _MORE)),
    Where.NAMED: ((schema.TITLE, _TITLE), (schema.TITLE_STEMS, 0.5), (schema.NAMES, _NAMES)),
    Where.AUTHOR: ((schema.NAMES, _NAMES),),
    Where.SUBJECT: ((schema.SUBJECTS, _SUBJECTS),),
    Where.SERIES: ((schema.MORE, _MORE),),
    Where.PUBLISHER: ((schema.PUBLISHER, _PUBLISHER),),
    Where.ANYWHERE: (
        (schema.TITLE, _TITLE),
        (schema.TITLE_STEMS, _TITLE_STEMS),
        (schema.NAMES, _NAMES),
        (schema.MORE, _MORE),
        (schema.SUBJECTS, _SUBJECTS),
    ),
}
_NEARED = {schema.TITLE, schema.NAMES}
"""Where it counts that a word is only near to another."""
_WITH_STEMS = {schema.TITLE_STEMS, schema.MORE, schema.SUBJECTS}
_PHRASED = {
    Where.TITLE: (schema.TITLE, schema.MORE),
    Where.AUTHOR: (schema.NAMES,),
    Where.SERIES: (schema.MORE,),
    Where.ANYWHERE: (schema.TITLE, schema.NAMES, schema.MORE),
}


def is_stop(word: str) -> bool:
    """Tell whether a word is in so many titles that it tells of none."""
    return word in _STOPS


def query_of(
    question: Question, choices: Choices, *, attempt: Attempt, languages: Sequence[str] = ()
) -> Query:
    """Return what finds the titles that a question wants, and puts them in order.

    What the reader reads (`languages`) comes before what is alike otherwise.
    """
    order = [*_order(question, attempt), *_read_by(languages)]
    return Query.boolean_query([(Occur.Must, counted(question, choices, attempt=attempt)), *order])


def counted(question: Question, choices: Choices, *, attempt: Attempt) -> Query:
    """Return what finds the same titles in no order: less work for what is only counted."""
    if question.number:
        musts = [_term(schema.NUMBERS, question.number)]
    else:
        musts = [*_words(question, attempt), *_phrases(question.phrases)]
    if question.years:
        musts.append(_between(*question.years))
    musts += _chosen(choices)
    # The mark is a document, too, and no title.
    mark = Query.term_query(SCHEMA, schema.NUMBER, 0)
    parts = [(Occur.Must, each) for each in musts or [Query.all_query()]]
    return _constant(Query.boolean_query([*parts, (Occur.MustNot, mark)]), 0.0)


def like(title: IndexedTitle) -> Query:
    """Return what has subjects, a series or an author in common with a title, and is another work.

    The fewer have something, the more it tells.
    """
    ways = [_term(schema.SUBJECT, each) for each in title.subjects[:_MOST_IN_COMMON]]
    ways += [Query.boost_query(_term(schema.SERIES, each), 2.0) for each in title.series[:1]]
    for name in title.authors[:1]:
        words: list[str | tuple[int, str]] = list(words_in(name))
        if len(words) > 1:
            ways.append(Query.phrase_query(SCHEMA, schema.NAMES, words))
    own = Query.term_query(SCHEMA, schema.WORK, schema.work_number(title.work_key))
    return Query.boolean_query([(Occur.Must, _any(ways)), (Occur.MustNot, own)] if ways else [])


def _order(question: Question, attempt: Attempt) -> Iterable[tuple[Occur, Query]]:
    """Yield what makes a title tell more."""
    for word in question.words:
        begun = _is_begun(word, question, attempt)
        yield Occur.Should, _told_by(word, begun=begun, alike=_worth(word, attempt))
    if whole := question.whole:
        yield Occur.Should, _constant(_term(schema.WHOLE, schema.whole(whole)), _WHOLE)
        if len(whole) > 1:
            close = Query.phrase_query(SCHEMA, schema.TITLE, list(whole[:MOST_WORDS_ASKED]))
            weight = _SIGNS_TOGETHER if all(map(stands_alone, whole)) else _TOGETHER
            yield Occur.Should, Query.boost_query(close, weight)


def _read_by(languages: Sequence[str]) -> Iterable[tuple[Occur, Query]]:
    for each in languages:
        yield Occur.Should, _constant(_term(schema.LANGUAGE, each), _READ)


def _words(question: Question, attempt: Attempt) -> list[Query]:
    """Return what each word must be found by."""
    telling = [word for word in question.words if not is_stop(word.text)] or question.words
    musts = []
    for word in telling:
        begun = _is_begun(word, question, attempt)
        musts.append(_found_by(word, begun=begun, alike=word.text in attempt.alike))
    if attempt.effort is Effort.MOST_WORDS and len(musts) > 1:
        return [Query.boolean_query([(Occur.Should, each) for each in musts], len(musts) - 1)]
    return musts


def _is_begun(word: Word, question: Question, attempt: Attempt) -> bool:
    return word.begun or (word is question.words[-1] and attempt.effort is not Effort.AS_ASKED)


def _found_by(word: Word, *, begun: bool, alike: bool) -> Query:
    """Return what has a word, which costs nothing in the order."""
    ways: list[Query] = []
    for name in _found_in(word.where):
        ways += (_term(name, each) for each in (word.text, *_stems(name, word.text)))
        if begun and len(word.text) >= _SHORTEST_BEGUN:
            ways.append(Query.fuzzy_term_query(SCHEMA, name, word.text, 0, prefix=True))
        if alike and (distance := _distance(word.text)):
            ways.append(Query.fuzzy_term_query(SCHEMA, name, word.text, distance))
    return _any(ways)


def _found_in(where: Where) -> tuple[str, ...]:
    if where is Where.ANYWHERE:
        return (schema.ANY,)
    return tuple(name for name, _ in _TEXTS[where])


def _worth(word: Word, attempt: Attempt) -> float:
    """Return how much it tells that something is near to a word, if it may be."""
    if word.text not in attempt.alike:
        return 0.0
    return _ALIKE_TO_ONE if attempt.effort is Effort.MOST_WORDS else 1.0


def _told_by(word: Word, *, begun: bool, alike: float) -> Query:
    ways: list[Query] = []
    for name, weight in _TEXTS[word.where]:
        terms = [_scored(name, word.text)]
        terms += (_scored(name, each) for each in _stems(name, word.text))
        ways.append(Query.boost_query(Query.disjunction_max_query(terms, 0.0), weight))
        if name not in _NEARED:
            continue
        if begun and len(word.text) >= _SHORTEST_BEGUN:
            near = Query.fuzzy_term_query(SCHEMA, name, word.text, 0, prefix=True)
            ways.append(_constant(near, _BEGUN * weight))
        if alike and (distance := _distance(word.text)):
            near = Query.fuzzy_term_query(SCHEMA, name, word.text, 1)
            ways.append(_constant(near, alike * _ALIKE * weight))
            if distance > 1:
                less = Query.fuzzy_term_query(SCHEMA, name, word.text, distance)
                ways.append(_constant(less, alike * _LESS_ALIKE * weight))
    return Query.disjunction_max_query(ways, _TIES)


def forms_of(word: str) -> tuple[str, ...]:
    """Return the terms under one of which `any` has a word."""
    return (word, *_stems(schema.ANY, word))


def _stems(name: str, word: str) -> tuple[str, ...]:
    return stems_asked(word) if name in _WITH_STEMS or name == schema.ANY else ()


def _distance(word: str) -> int:
    """Return by how many signs a word may differ from what is meant; a number by none."""
    if len(word) < _SHORTEST_ALIKE or any(each.isdigit() for each in word):
        return 0
    return 2 if len(word) >= _SHORTEST_LESS_ALIKE else 1


def _phrases(phrases: Sequence[Phrase]) -> Iterable[Query]:
    for phrase in phrases:
        words: list[str | tuple[int, str]] = list(phrase.words)
        names = _PHRASED.get(phrase.where, ())
        if names:
            orders = (
                (name, order)
                for name in names
                for order in (_turned(words) if name == schema.NAMES else [words])
            )
            yield _any([Query.phrase_query(SCHEMA, *each) for each in orders])


def _turned(words: list[str | tuple[int, str]]) -> Iterable[list[str | tuple[int, str]]]:
    """Yield a name as it may be written: catalogues put first what people say last."""
    for first in range(min(len(words), _LONGEST_NAME)):
        yield [*words[first:], *words[:first]]


def _chosen(choices: Choices) -> Iterable[Query]:
    for facet, value in choices:
        if facet is Facet.DECADE:
            decade = int(value) if value.isascii() and value.isdigit() else 0
            yield _between(decade, decade + 9)
        else:
            yield _term(facet.value, value)


def _between(first: int, last: int) -> Query:
    return Query.range_query(SCHEMA, schema.YEAR, FieldType.Unsigned, first, last)


def _any(ways: Sequence[Query]) -> Query:
    if len(ways) == 1:
        return ways[0]
    return Query.boolean_query([(Occur.Should, each) for each in ways])


def _constant(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


def _term(name: str, value: str) -> Query:
    return Query.term_query(SCHEMA, name, value, index_option="basic")


def _scored(name: str, value: str) -> Query:
    """Return a term that tells the more the rarer it is and the fewer others stand beside it."""
    return Query.term_query(SCHEMA, name, value, index_option="freq")
