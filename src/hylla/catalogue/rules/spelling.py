"""Words that were meant, among those of the titles that came near."""

import re
from collections.abc import Iterable, Mapping, Sequence

from hylla.catalogue.rules.words import forms_in, stands_alone

_TOKEN = re.compile(r"[^\W_]+")
_SHORTEST = 4
_FARTHEST = 2


def meant(asked: Sequence[str], texts: Iterable[str], *, sought: Sequence[str] = ()) -> str:
    """Return what was asked with each unknown word written as the first text that comes near has
    it; nothing where none does, or all words are known.

    `sought` are the words that were looked for in place of those that were asked, if others.
    """
    tokens = [token for text in texts for token in _TOKEN.findall(text)]
    spellings: dict[str, str] = {}
    for token in tokens:
        for form in forms_in(token):
            spellings.setdefault(form, form if stands_alone(form) else token)
    words = sought or asked
    told = [spellings.get(word) or _nearest(word, spellings) or word for word in words]
    if len(words) < len(asked):
        return " ".join(told)
    return " ".join(told) if any(_is_other(*each) for each in zip(told, asked, strict=True)) else ""


def _is_other(told: str, asked: str) -> bool:
    return asked not in forms_in(told)


def _nearest(word: str, spellings: Mapping[str, str]) -> str:
    if len(word) < _SHORTEST or word.isdigit():
        return ""
    near = [(distance(word, each), place) for place, each in enumerate(spellings)]
    far, place = min(near, default=(_FARTHEST + 1, 0))
    return list(spellings.values())[place] if far <= _FARTHEST else ""


def distance(one: str, other: str) -> int:
    """Return how many signs must be put in, left out, replaced or exchanged with their neighbour.

    More than two are told as three: nobody asks how far what is far is.
    """
    if abs(len(one) - len(other)) > _FARTHEST:
        return _FARTHEST + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, sign in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for column, each in enumerate(other, start=1):
            least = min(before[column] + 1, row[-1] + 1, before[column - 1] + (sign != each))
            if place > 1 and column > 1 and sign == other[column - 2] and one[place - 2] == each:
                least = min(least, earlier[column - 2] + 1)
            row.append(least)
    return min(row[-1], _FARTHEST + 1)
