"""ISBNs as readers and scanners give them."""

import re

from hylla.formats.marc.isbn import isbn13

_DIGITS = r"(?:[0-9][-‐–\s]?){9,12}[0-9xX]"  # noqa: RUF001 - dashes as typed
_NAMED = r"isbn(?:-1[03])?[:\s]*"
_WHOLE = re.compile(f"(?:{_NAMED})?({_DIGITS})", re.IGNORECASE)
_WITHIN = re.compile(
    f"(?:(?<![0-9])|{_NAMED})(97[89](?:[-‐–\\s]?[0-9]){{10}})(?![0-9])|{_NAMED}({_DIGITS})(?![0-9])",  # noqa: RUF001 - as above
    re.IGNORECASE,
)
_NOT_SPACED = re.compile("[0-9]{9}[0-9xX]|[0-9]{1,5}-[0-9]{1,7}-[0-9]{1,7}-[0-9xX]", re.IGNORECASE)
_BOOKLAND = ("978", "979")


def isbn_asked(text: str) -> str:
    """Return the 13 digits of a text that is an ISBN and nothing else; empty if it is not."""
    found = _WHOLE.fullmatch(text.strip())
    return isbn13(found[1]) or "" if found else ""


def isbn_within(text: str) -> str:
    """Return the 13 digits of an ISBN with words around it; empty if there is none.

    One with ten digits must be said to be one: so many digits have other texts, too.
    """
    every = (isbn13(found[1] or found[2]) for found in _WITHIN.finditer(text))
    return next((each for each in every if each), "")


def odd_isbn_asked(text: str) -> str:
    """Return the digits of a text that must be meant as an ISBN, and is none; else nothing."""
    found = _WHOLE.fullmatch(text.strip())
    if found is None or isbn13(found[1]):
        return ""
    digits = "".join(each for each in found[1].upper() if each in "0123456789X")
    said = text.strip()[:4].lower() == "isbn"
    meant = said or digits.startswith(_BOOKLAND) or _NOT_SPACED.fullmatch(found[1])
    return digits if meant and len(digits) in {10, 13} else ""
