"""References by which a bank tells which invoice was paid: KID in Norway, OCR in Sweden.

Both are digits that end in a check digit by Luhn, which Norway calls MOD10. A Swedish one may have
a length digit before it: the last digit of how long the whole reference is.
"""

from hylla.formats.luhn import check_digit, is_right

SHORTEST, LONGEST = 4, 25
"""What both countries' banks take."""


class TooLong(ValueError):
    """The number of the invoice has no room in references of this length."""


def reference(number: str, *, length: int, has_length_digit: bool = False) -> str:
    """Return an invoice's number as a reference of so many digits, with zeros before it.

    :raises TooLong: it has no room.
    :raises ValueError: no bank takes that length, or the number is not all digits.
    """
    if not SHORTEST <= length <= LONGEST or not (number.isascii() and number.isdecimal()):
        raise ValueError(number)
    said = str(length % 10) if has_length_digit else ""
    room = length - 1 - len(said)
    if len(number) > room:
        raise TooLong(number)
    body = number.rjust(room, "0") + said
    return body + check_digit(body)


def is_reference(text: str, *, has_length_digit: bool = False) -> bool:
    """Say whether a reference's digits agree with one another."""
    if not SHORTEST <= len(text) <= LONGEST or not is_right(text):
        return False
    return not has_length_digit or text[-2] == str(len(text) % 10)
