"""Field texts without the punctuation that cataloguing rules add to them."""

import re
import unicodedata
from collections.abc import Iterable

_YEAR = re.compile(r"(?<![0-9])(1[4-9][0-9]{2}|20[0-9]{2})(?![0-9])")
_LANGUAGE = re.compile(r"[a-z]{3}")
_NO_LANGUAGE = frozenset({"und", "zxx", "mul", "mis", "xxx"})
# Words that sorting skips stand in these (Aleph and others).
_NON_SORTING = re.compile(r"<<(.*?)(?:=[^>]*)?>>")
_SPACES = re.compile(r"\s+")

# danMARC2 appendix K: what follows the at sign. The double a is written out, as Danes read it.
_DANISH_ESCAPE = re.compile(r"@(?:U([0-9A-F]{2})|([0-9A-F]{4})|(.))|¤", re.DOTALL)
_DANISH_LETTERS = {"@": "@", "*": "*", "¤": "¤", "å": "aa", "Å": "Aa"}
# Marks outside Unicode's order in the early tables; they stand before their letter.
_DANISH_MARKS = {
    "A7": "\u02b9",
    "AE": "\u02bc",
    "B0": "\u02bb",
    "B7": "\u02ba",
    "D9": "\u2191",
    "DA": "\u2193",
    "E0": "\u0309",
    "EB": "\ufe20",
    "EC": "\ufe21",
    "F7": "\u0326",
    "F8": "\u031c",
    "F9": "\u032e",
    "FC": "\u0308",
}


def plain(text: str) -> str:
    """Take ISBD's separators off the end, collapse spaces, and drop non-sorting brackets."""
    text = _SPACES.sub(" ", _NON_SORTING.sub(r"\1", text)).strip()
    text = text.rstrip(" /:;=,")
    # A full stop ends the field, unless it ends an abbreviation or an ellipsis.
    if text.endswith(".") and len(text.split()[-1]) > 4 and not text.endswith(".."):
        text = text[:-1]
    return text


def danish(text: str) -> str:
    """Resolve danMARC2's escapes, and drop the marks of where sorting begins."""
    if "@" not in text and "¤" not in text:
        return text
    return unicodedata.normalize("NFC", _marks_after_letters(_DANISH_ESCAPE.sub(_unescaped, text)))


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return _DANISH_MARKS.get(found[1], "")
    if found[2]:
        return chr(int(found[2], 16))
    return _DANISH_LETTERS.get(found[3], found[3]) if found[3] else ""


def _marks_after_letters(text: str) -> str:
    """Put a combining mark behind the letter it stands before; Unicode wants it there."""
    return re.sub(r"([\u0300-\u036f\ufe20-\ufe23]+)(\w)", r"\2\1", text)


def joined(parts: Iterable[str], separator: str) -> str:
    """Join what is left of the parts once their punctuation is gone."""
    return separator.join(filter(None, map(plain, parts)))


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Keep each filled text once, in order."""
    return tuple(dict.fromkeys(filter(None, texts)))


def year_in(*texts: str) -> int | None:
    """Return the first year in the first text that has one."""
    found = (match for text in texts if (match := _YEAR.search(text)))
    return next((int(match[1]) for match in found), None)


def languages_in(*texts: str) -> tuple[str, ...]:
    """Return the language codes; older records run several together ("engfre")."""
    codes = (code for text in texts for code in _LANGUAGE.findall(text.lower()))
    return distinct(code for code in codes if code not in _NO_LANGUAGE)
