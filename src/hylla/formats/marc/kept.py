"""A record as it is kept: ISO 2709 in UTF-8."""

from .charset import Judge
from .iso2709 import Unreadable, parsed, pieces
from .record import Record


def kept_record(kept: bytes) -> Record | None:
    """Return a record that was kept, or None if the bytes hold none."""
    try:
        return next((parsed(piece, Judge())[0] for piece in pieces(iter([kept]))), None)
    except Unreadable:
        return None
