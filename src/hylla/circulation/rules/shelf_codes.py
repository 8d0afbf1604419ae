"""The code that stands on the hold shelf in place of a name, such as 7K3."""

import secrets
from collections.abc import Collection

DIGITS = "123456789"
# Without the letters that are mistaken for digits or for each other.
LETTERS = "ABCDEFHJKLMNPRSTUVXYZ"
TRIES = 40


def shelf_code(*, taken: Collection[str]) -> str:
    """Draw a code that is not on the shelf: random, so that it tells nothing about the patron.

    A very full shelf gets a longer code, up to the ten characters that fit.
    """
    code = _draw()
    for attempt in range(TRIES * 7):
        if code not in taken:
            break
        code = _draw() + "".join(secrets.choice(DIGITS) for _ in range(attempt // TRIES))
    return code


def _draw() -> str:
    return secrets.choice(DIGITS) + secrets.choice(LETTERS) + secrets.choice(DIGITS)
