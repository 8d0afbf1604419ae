"""Finds words in a notice that claim more than anything behind them can show."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from hylla.privacy.notice.sentence import Sentence
from hylla.privacy.policy import Problem
from hylla.privacy.vocabulary import Language

# A plain "not" binds a condition as often as it denies, so it is left out.
_ABSOLUTE: Mapping[Language, str] = {
    Language.NB: "aldri|ingen|ingenting|intet",
    Language.NN: "aldri|ingen|inga|inkje|ingenting",
    Language.SV: "aldrig|ingen|inget|inga|ingenting",
    Language.EN: r"never|no(?! longer)|none|nobody|nothing",
}


def absolute_words(template: str, *, language: Language) -> tuple[str, ...]:
    """Return the words that admit no exception."""
    return tuple(re.findall(rf"\b(?:{_ABSOLUTE[language]})\b", template, re.IGNORECASE))


def numbers(template: str) -> tuple[str, ...]:
    """Return the numbers that stand in the prose; a digit within a word, as in a name, is none."""
    return tuple(re.findall(r"(?<!\w)\d+", template))


def contradictions(
    sentences: Sequence[Sentence], known_declarations: Collection[str]
) -> Iterator[Problem]:
    """Tell which sentences deny a table that another sentence, or a declaration, keeps."""
    kept = {act.partition(":")[0] for sentence in sentences for act in sentence.acts}
    kept |= {act.partition(":")[0] for act in known_declarations}
    for sentence in sentences:
        for table in sentence.denies:
            if table in kept:
                file, key = f"sentences/{sentence.area}.toml", f"{sentence.id}.denies"
                yield Problem(file, key, f"{table}, which is kept", "a sentence that admits it")
