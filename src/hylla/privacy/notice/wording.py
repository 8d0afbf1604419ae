"""Finds words in a notice that claim more than anything behind them can show."""

import re
from collections.abc import Mapping

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
