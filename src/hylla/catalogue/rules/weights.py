"""How much it tells about a title that a word stands in its name, its author's, its subjects."""

from collections.abc import Iterator, Mapping

from hylla.catalogue.rules.title_facts import TitleFacts
from hylla.catalogue.rules.words import forms_in, words_in

ISBN = 200
TITLE = 100
# Shared by the words of a title: who asks for "Sult" wants the title that is this word alone.
WHOLE_TITLE = 50
AUTHOR = 40
SUBTITLE = 30
SERIES = 25
SUBJECT = 10
PUBLISHER = 5
MOST_WORDS = 400


def weighed_words(facts: TitleFacts) -> Mapping[str, int]:
    """Return every form of every word that a title is found by, with its greatest weight."""
    words: dict[str, int] = {}
    for text, weight in _texts(facts):
        for word in forms_in(text):
            if words.get(word, 0) < weight and (word in words or len(words) < MOST_WORDS):
                words[word] = weight
    return words


def _texts(facts: TitleFacts) -> Iterator[tuple[str, int]]:
    yield from ((isbn, ISBN) for isbn in facts.isbns)
    yield facts.title, TITLE + WHOLE_TITLE // max(1, len(words_in(facts.title)))
    yield from ((name, AUTHOR) for name in facts.authors)
    yield facts.subtitle, SUBTITLE
    yield from ((name, SERIES) for name in facts.series)
    yield from ((subject, SUBJECT) for subject in facts.subjects)
    yield facts.publisher, PUBLISHER
