"""The next barcodes, after those a library has."""

from collections.abc import Sequence

FIRST = "30000000000000"
"""Where a library begins that has no barcodes of digits yet."""
_TELLING = 3
"""With fewer barcodes than these that a check digit ends them may be chance."""


def next_barcodes(newest: Sequence[str], *, count: int) -> tuple[str, ...]:
    """Return the numbers that follow the highest of the newest barcodes.

    They have its length, and a check digit (modulus 10, ISO/IEC 7812) where all of those have one.
    Barcodes with letters are passed over.
    """
    digits = [each for each in newest if each.isascii() and each.isdigit()]
    length = len(digits[0]) if digits else len(FIRST)
    alike = [each for each in digits if len(each) == length] or [FIRST]
    is_checked = len(alike) >= _TELLING and all(map(has_check_digit, alike)) or not digits
    last = max(alike)
    if not is_checked:
        return tuple(str(int(last) + each).zfill(length) for each in range(1, count + 1))
    body = int(last[:-1])
    return tuple(with_check_digit(str(body + n).zfill(length - 1)) for n in range(1, count + 1))


def has_check_digit(number: str) -> bool:
    """Tell whether the last digit checks the others."""
    return with_check_digit(number[:-1]) == number


def with_check_digit(body: str) -> str:
    """Return digits with the one that checks them behind."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(body)))
    total = sum(each // 10 + each % 10 for each in doubled)
    return f"{body}{-total % 10}"
