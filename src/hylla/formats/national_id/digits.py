"""Steps that both countries' numbers share: cleaning, weighing, dates."""

import re
from collections.abc import Sequence
from datetime import date

from .values import Fault, InvalidNationalId

_SPACES = re.compile(r"\s+")
# Word processors turn the hyphen into any of these.
_HYPHENS = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")


def tidied(text: str) -> str:
    """Drop spaces and make every dash a plain hyphen."""
    compact = _SPACES.sub("", text).translate(_HYPHENS)
    if not compact:
        raise InvalidNationalId(Fault.EMPTY)
    return compact


def all_digits(text: str) -> list[int]:
    """Turn the text into numbers; only 0-9 count, no other script's digits."""
    if not (text.isascii() and text.isdigit()):
        raise InvalidNationalId(Fault.NOT_DIGITS)
    return [int(character) for character in text]


def weighed(digits: Sequence[int], weights: Sequence[int]) -> int:
    """Sum the digits times their weights; digits beyond the weights are left out."""
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def calendar_date(year: int, month: int, day: int) -> date:
    """Return the date, or refuse if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        raise InvalidNationalId(Fault.DATE) from None
