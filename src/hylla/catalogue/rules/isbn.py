"""ISBNs as readers and scanners give them."""

import re

from hylla.formats.marc.isbn import isbn13

_WHOLE = re.compile(r"(?:isbn(?:-1[03])?[:\s]*)?((?:[0-9][-‐–\s]?){9,12}[0-9xX])", re.IGNORECASE)  # noqa: RUF001 - dashes as typed


def isbn_asked(text: str) -> str:
    """Return the 13 digits of a text that is an ISBN and nothing else; empty if it is not."""
    found = _WHOLE.fullmatch(text.strip())
    return isbn13(found[1]) or "" if found else ""
