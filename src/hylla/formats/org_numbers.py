"""Numbers of organisations: Norway's organisasjonsnummer, Sweden's organisationsnummer."""

from hylla.formats.luhn import is_right

NORWEGIAN_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
SWEDISH_DIGITS = 10
LEAST_OF_THE_THIRD = "2"
"""In Sweden a person's number has a month there: a trader's own is refused, since it is theirs."""


def org_number(text: str, *, country: str) -> str | None:
    """Return the digits of an organisation's number, or None where it is none; "NO" or "SE"."""
    digits = "".join(text.replace("-", " ").split())
    if not (digits.isascii() and digits.isdecimal()):
        return None
    is_one = _is_norwegian(digits) if country == "NO" else _is_swedish(digits)
    return digits if is_one else None


def _is_norwegian(digits: str) -> bool:
    if len(digits) != len(NORWEGIAN_WEIGHTS) + 1:
        return False
    pairs = zip(map(int, digits), NORWEGIAN_WEIGHTS, strict=False)
    return -sum(digit * weight for digit, weight in pairs) % 11 == int(digits[-1])


def _is_swedish(digits: str) -> bool:
    return len(digits) == SWEDISH_DIGITS and digits[2] >= LEAST_OF_THE_THIRD and is_right(digits)
