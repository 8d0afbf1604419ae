"""Card numbers: drawn at random, so that one tells nothing of another, with a check digit.

A local number has 14 digits, as barcodes of libraries do: a 2, twelve drawn ones, Luhn's check
digit (ISO/IEC 7812-1, annex B). A national number is an N and nine digits; the rule of its check
digit is the register's, so a number issued elsewhere is accepted as it stands.
"""

import re
import secrets
from collections.abc import Callable
from enum import StrEnum

from hylla.formats.luhn import check_digit

DRAWN_LOCAL = 12
DRAWN_NATIONAL = 8

_LOCAL = re.compile(r"2[0-9]{13}")
_NATIONAL = re.compile(r"N[0-9]{9}")


class CardKind(StrEnum):
    """Whether a card is known to the national register."""

    NATIONAL = "national"
    LOCAL = "local"


def new_number(kind: CardKind, *, draw: Callable[[int], int] = secrets.randbelow) -> str:
    """Draw a number for a card of that kind; the caller looks whether it is taken."""
    if kind is CardKind.NATIONAL:
        body = f"{draw(10**DRAWN_NATIONAL):0{DRAWN_NATIONAL}}"
        return f"N{body}{check_digit(body)}"
    body = f"2{draw(10**DRAWN_LOCAL):0{DRAWN_LOCAL}}"
    return body + check_digit(body)


def tidied(text: str) -> str:
    """Return a number as it is stored, however it was typed or scanned."""
    return re.sub(r"[\s-]", "", text).upper()


def kind_of(number: str) -> CardKind | None:
    """Return the kind that a tidied number belongs to, or None where it is no card number."""
    if _NATIONAL.fullmatch(number):
        return CardKind.NATIONAL
    if _LOCAL.fullmatch(number) and check_digit(number[:-1]) == number[-1]:
        return CardKind.LOCAL
    return None
