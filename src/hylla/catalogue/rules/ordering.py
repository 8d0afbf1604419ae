"""Texts in the order of an alphabet, as numbers that an index can sort by.

Norwegians and Danes end the alphabet with æ, ø and å, Swedes and Finns with å, ä and ö; the others'
letters stand where their own alike do. Case, accents and signs make no difference. Letters of
other scripts stand behind all of these, in the order of Unicode.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

SIGNS = 11
"""So many signs are in one number of 64 bits."""
LAST = 2**64 - 1
"""Behind every text: of what has none."""
_BASE = 56
_SPACE, _DIGITS, _LETTERS, _NORDIC, _OTHERS = 1, 2, 12, 38, 41
_OTHER_BASE, _OTHER_SIGNS = 15, 4
_PLAIN = {"đ": "d", "ð": "d", "ŧ": "t", "ŋ": "n", "ł": "l", "ħ": "h", "þ": "th", "œ": "oe"}
_ARTICLES: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "nob": "den det de en ei et",
        "nor": "den det de en ei et dei ein eit",
        "nno": "den det dei ein ei eit",
        "dan": "den det de en et",
        "swe": "den det de en ett",
        "eng": "the a an",
        "ger": "der die das ein eine",
        "fre": "le la les un une",
        "spa": "el la los las un una",
        "ita": "il lo la i gli le un uno una",
    }.items()
}


class Alphabet(StrEnum):
    """Whose alphabet: how it ends."""

    NORWEGIAN = "æøå"
    SWEDISH = "åäö"


_ALIKE = {"æ": "æä", "ä": "æä", "ø": "øö", "ö": "øö", "å": "å"}
_NORDIC_CODES = {
    alphabet: {
        each: _NORDIC + place
        for place, letter in enumerate(alphabet.value)
        for each in _ALIKE[letter]
    }
    for alphabet in Alphabet
}


def places(text: str, alphabet: Alphabet = Alphabet.NORWEGIAN) -> tuple[int, int]:
    """Return two numbers that sort as a text does: by its first signs, and by those behind."""
    codes = [*_codes(text, _NORDIC_CODES[alphabet])][: 2 * SIGNS]
    codes += [0] * (2 * SIGNS - len(codes))
    return _number(codes[:SIGNS]), _number(codes[SIGNS:])


def without_article(title: str, languages: Sequence[str]) -> str:
    """Return a title without the article it begins with in its own language."""
    first, _space, others = title.partition(" ")
    articles = _ARTICLES.get(languages[0], ()) if languages else ()
    return others if others.strip() and first.casefold() in articles else title


def _codes(text: str, nordic: Mapping[str, int]) -> Iterator[int]:
    is_begun = is_parted = False
    for sign in unicodedata.normalize("NFC", text.casefold()):
        codes = list(_codes_of(sign, nordic))
        if codes and is_parted and is_begun:
            yield _SPACE
        yield from codes
        is_begun = is_begun or bool(codes)
        is_parted = not codes


def _codes_of(sign: str, nordic: Mapping[str, int]) -> Iterator[int]:
    if sign in nordic:
        yield nordic[sign]
        return
    for each in _PLAIN.get(sign) or unicodedata.normalize("NFKD", sign):
        if "a" <= each <= "z":
            yield _LETTERS + ord(each) - ord("a")
        elif each.isdecimal():
            yield _DIGITS + int(each)
        elif each.isalpha():
            yield from _others(ord(each))


def _others(point: int) -> Iterator[int]:
    rest = min(point, _OTHER_BASE**_OTHER_SIGNS - 1)
    for place in reversed(range(_OTHER_SIGNS)):
        digit, rest = divmod(rest, _OTHER_BASE**place)
        yield _OTHERS + digit


def _number(codes: Sequence[int]) -> int:
    number = 0
    for each in codes:
        number = number * _BASE + each
    return number
