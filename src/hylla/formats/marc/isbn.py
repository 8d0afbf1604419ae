"""ISBNs as catalogues write them, made comparable. Source: ISO 2108, ISBN Users' Manual."""

import re

# Catalogues put the binding or the volume after the number: "82-05-06206-4 (ib.)".
_NUMBER = re.compile(r"(?:ISBN[:\s]*)?((?:97[89][-‐–\s]?)?(?:[0-9][-‐–\s]?){9}[0-9Xx])(?![0-9])")  # noqa: RUF001 - dashes as met


def isbn13(text: str) -> str | None:
    """Return the first ISBN in the text as 13 digits; None if there is none or it is misprinted."""
    found = _NUMBER.match(text.strip())
    if found is None:
        return None
    number = re.sub("[^0-9Xx]", "", found[1]).upper()
    if len(number) == 13:
        return number if number == _completed(number[:12]) else None
    weighed = sum((10 - place) * (10 if d == "X" else int(d)) for place, d in enumerate(number))
    return None if weighed % 11 else _completed("978" + number[:9])


def _completed(twelve: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return f"{twelve}{-total % 10}"
