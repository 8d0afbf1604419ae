"""Luhn's check digit (ISO/IEC 7812-1, annex B), as cards and payment references have it."""


def check_digit(digits: str) -> str:
    """Return Luhn's check digit: it finds any wrong digit and nearly every swap of two."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def is_right(digits: str) -> bool:
    """Say whether the last digit is the check digit of those before it."""
    is_number = len(digits) > 1 and digits.isascii() and digits.isdecimal()
    return is_number and check_digit(digits[:-1]) == digits[-1]
