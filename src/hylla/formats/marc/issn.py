"""ISSNs: eight characters that name a periodical, the last of which checks the others."""

import re

from hylla.formats.marc.charset import Judge
from hylla.formats.marc.iso2709 import Unreadable, parsed, pieces

_ISSN = re.compile(r"([0-9]{4})[-‐–\s]?([0-9]{3}[0-9xX])")  # noqa: RUF001 - dashes as printed


def issn8(text: str) -> str | None:
    """Return the eight characters of a text that begins with a right ISSN; None if it does not."""
    found = _ISSN.match(text.strip())
    if found is None:
        return None
    digits = (found[1] + found[2]).upper()
    total = sum(
        weight * (10 if digit == "X" else int(digit))
        for weight, digit in zip(range(8, 0, -1), digits, strict=True)
    )
    return digits if total % 11 == 0 else None


def issn8_of(seven: str) -> str:
    """Return an ISSN by its first seven digits, which are what a barcode has of it."""
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), seven, strict=True))
    return seven + "0123456789X"[-total % 11]


def issns_of(kept: bytes) -> tuple[str, ...]:
    """Return the right ISSNs of a record kept as ISO 2709 (field 022 in every dialect)."""
    try:
        records = [parsed(piece, Judge())[0] for piece in pieces(iter([kept]))]
    except Unreadable:
        return ()
    found = (issn8(text) for record in records for text in record.every("022", "a"))
    return tuple(dict.fromkeys(each for each in found if each))
