"""National ids of nobody, in the ranges that the tax authorities keep free for tests."""

from random import Random

from hylla.formats.luhn import check_digit
from hylla.privacy.policy import Country
from hylla.site.demo.national_ids import synthetic_numbers
from hylla.site.probes.stage import ADULT, Stage

TESTS_FROM, TESTS_UNTIL = 980, 999
"""Skatteverket's range of serial numbers for tests."""


def synthetic_id(stage: Stage, chance: Random, *, age: int = ADULT) -> str:
    """Return the number of nobody who would turn that age today."""
    born = stage.born(age)
    if stage.policy.country is Country.NORWAY:
        return next(synthetic_numbers(born, chance=chance))
    stem = f"{born:%y%m%d}{chance.randint(TESTS_FROM, TESTS_UNTIL)}"
    return f"{born:%Y}"[:2] + stem + check_digit(stem)
