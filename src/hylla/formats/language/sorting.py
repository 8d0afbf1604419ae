"""The alphabet of each language: in which order names and titles are listed.

Word by word, as catalogues are filed: a space comes before a letter, signs do not count, numbers
count by their size. Two texts that differ only by accents or capitals stand beside each other, and
the rest decides, so that the order is total. Letters of other scripts come after z.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from string import ascii_lowercase
from typing import TypeVar

from hylla.formats.language.tongues import tongue

Item = TypeVar("Item")
Weight = tuple[int, int]
Key = tuple[tuple[Weight, ...], tuple[int, ...], str]

SPACE, DIGITS, LATIN, OTHER = range(4)
# What is filed as other letters where a language does not have it.
FOLDED = {
    "æ": "ae", "ø": "o", "å": "a", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ł": "l",
    "œ": "oe", "ŋ": "n", "ŧ": "t", "ı": "i", "ħ": "h",
}  # fmt: skip
# In the Nordic languages ü is a kind of y (German names); elsewhere it is a u.
NORDIC_FOLDED = {"ü": "y"}
BREAKS = re.compile(r"[\s\-\u2010-\u2015/]+")


def in_order(
    items: Iterable[Item], *, by: Callable[[Item], str], language: str
) -> tuple[Item, ...]:
    """Return items by their names in a language's alphabet; equal names keep their order."""
    return tuple(sorted(items, key=lambda item: sort_key(by(item), language)))


def sort_key(text: str, language: str) -> Key:
    """Return what a text is sorted by. Only equal texts have equal keys."""
    composed = unicodedata.normalize("NFC", text)
    small = BREAKS.sub(" ", unicodedata.normalize("NFC", composed.lower())).strip()
    weights, marks = [], []
    for weight, mark in _weights(small, language):
        weights.append(weight)
        marks.append(mark)
    return tuple(weights), tuple(marks), composed.swapcase() + "\0" + text


def _weights(text: str, language: str) -> Iterable[tuple[Weight, int]]:
    """Yield each letter's place in the alphabet, and how far it is from the plain letter."""
    letters, longest = _alphabet(language)
    at = 0
    while at < len(text):
        number = re.match(r"[0-9]+", text[at:])
        if number:
            yield (DIGITS, int(number[0])), 0
            at += len(number[0])
            continue
        starts = (text[at : at + size] for size in range(longest, 0, -1))
        known = next((start for start in starts if start in letters), "")
        if known:
            place, mark = letters[known]
            yield (LATIN, place), mark
            at += len(known)
            continue
        yield from _unknown(text[at], letters)
        at += 1


def _unknown(letter: str, letters: Mapping[str, tuple[int, int]]) -> Iterable[tuple[Weight, int]]:
    """Yield what stands for a letter that the language's alphabet does not have."""
    if letter == " ":
        yield (SPACE, 0), 0
        return
    plain = FOLDED.get(letter) or "".join(
        part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)
    )
    for part in plain.lower():
        if part in letters:
            yield (LATIN, letters[part][0]), ord(letter)
        elif part.isalnum():
            yield (OTHER, ord(part)), 0


@cache
def _alphabet(language: str) -> tuple[Mapping[str, tuple[int, int]], int]:
    """Return each letter's place and its distance from the plain one, and the longest letter."""
    written = tongue(language)
    following = {each[0]: each[1:] for each in written.within}
    rows = [row for plain in ascii_lowercase for row in (plain, *following.get(plain, ""))]
    rows += written.after_z
    letters = {
        letter: (place, mark)
        for place, row in enumerate(rows)
        for mark, letter in enumerate(_filed_as_one(row))
    }
    if written.after_z:
        letters |= {odd: (letters[base][0], ord(odd)) for odd, base in NORDIC_FOLDED.items()}
    return letters, max(map(len, letters))


def _filed_as_one(row: str) -> list[str]:
    """Return the letters of one place: "æä" are two, "å,aa" too."""
    return row.split(",") if "," in row else list(row)
