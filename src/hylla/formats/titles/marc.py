"""A title as a MARC record: the one it came with, or one made of what is known of it."""

from hylla.formats.marc import Dialect, Record, dialect_of
from hylla.formats.marc.charset import Judge
from hylla.formats.marc.iso2709 import Unreadable, parsed, pieces
from hylla.formats.marc.making import for_others, marc21_of
from hylla.formats.titles.title import Title


def record_of(title: Title, kept: bytes | None) -> Record:
    """Return the record as it came, whichever format it follows, or else one that is made."""
    return _read(kept) or marc21_of(title)


def marc21_for_others(title: Title, kept: bytes | None) -> Record:
    """Return a record in MARC 21 without what is no one else's business.

    One that came in another format is made of what is known: its fields mean other things.
    """
    came = _read(kept)
    if came is None or dialect_of(came) is not Dialect.MARC21:
        return marc21_of(title)
    return for_others(came)


def _read(kept: bytes | None) -> Record | None:
    """Read what was kept; None where nothing was, or where it is too long to be read again."""
    if kept is None:
        return None
    try:
        found = [parsed(piece, Judge())[0] for piece in pieces(iter([kept]))]
    except Unreadable:
        return None
    return found[0] if len(found) == 1 else None
