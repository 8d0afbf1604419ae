"""Synthetic Norwegian national ids, of the kind that Skatteetaten makes for tests."""

from collections.abc import Iterator
from datetime import date
from random import Random

# Tenor, Skatteetaten's source of test people, adds 80 to the month: no living person's has it.
_SYNTHETIC_MONTHS = 80
_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
# The series of individual numbers that tell the century (Skatteetaten, numbers of the 1964 type).
_SERIES = {1900: range(500), 2000: range(500, 1000)}
_LAST_YEAR = 2039


def synthetic_numbers(born: date, *, chance: Random) -> Iterator[str]:
    """Yield every synthetic number of that birth date, in a random order.

    :raises ValueError: outside 1900-2039, for which the series give no century.
    """
    if not 1900 <= born.year <= _LAST_YEAR:
        raise ValueError("the series tell the century from 1900 to 2039 only")
    series = _SERIES[born.year // 100 * 100]
    for individual in chance.sample(series, len(series)):
        number = _number(born, individual)
        if number is not None:
            yield number


def _number(born: date, individual: int) -> str | None:
    """Return the number with its check digits, or None where there are none."""
    stem = f"{born.day:02}{born.month + _SYNTHETIC_MONTHS}{born.year % 100:02}{individual:03}"
    for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS):
        rest = sum(int(digit) * weight for digit, weight in zip(stem, weights, strict=True)) % 11
        if rest == 1:
            return None
        stem += str((11 - rest) % 11)
    return stem
