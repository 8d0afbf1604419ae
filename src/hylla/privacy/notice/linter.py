"""Finds words in a notice that claim more than anything behind them can show."""

import re
from collections.abc import Iterator, Mapping, Sequence

from hylla.privacy.notice.conditions import CONDITIONS
from hylla.privacy.notice.sentence import Sentence
from hylla.privacy.policy import Policy, Problem, UndefinedPeriod
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


def contradictions(sentences: Sequence[Sentence], policy: Policy) -> Iterator[Problem]:
    """Tell which sentences of a library's notice deny a table that another of them keeps.

    Every table with a clock is told of by some sentence (E009), so a table that the library offers
    is kept by a sentence of its notice; that one which it does not offer is empty, a probe says.
    """
    told = [each for each in sentences if _is_told(each, policy)]
    kept = {act.partition(":")[0] for sentence in told for act in sentence.acts}
    for sentence in told:
        for table in sentence.denies:
            if table in kept:
                file, key = f"sentences/{sentence.area}.toml", f"{sentence.id}.denies"
                yield Problem(file, key, f"{table}, which is kept", "a sentence that admits it")


def _is_told(sentence: Sentence, policy: Policy) -> bool:
    """Say whether a sentence is in a library's notice; what cannot be said is told elsewhere."""
    try:
        return sentence.when in CONDITIONS and CONDITIONS[sentence.when](policy)
    except UndefinedPeriod:
        return False
