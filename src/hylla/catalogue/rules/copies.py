"""Copies as they are added: barcodes, kinds and shelves."""

import re
from dataclasses import dataclass

LONGEST_BARCODE = 30
LONGEST_SHELF_MARK = 100
# Printed characters only: terminals, scanners and SIP2 separate by spaces, bars and controls.
_BARCODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/+$%-]*")
_ITEM_TYPE = re.compile(r"[a-z][a-z0-9_-]{0,19}")

ITEM_TYPES = {
    "book": "Book",
    "audiobook": "Audiobook",
    "music": "Music",
    "film": "Film",
    "game": "Game",
    "periodical": "Periodical",
    "map": "Map",
    "other": "Other",
}
"""The kinds of item that follow from the kinds of material, with their names."""


@dataclass(frozen=True, slots=True)
class NewCopy:
    """A copy that is to stand on a shelf."""

    barcode: str
    branch_id: int
    item_type: str
    shelf_mark: str = ""


def is_barcode(text: str) -> bool:
    """Tell whether a text can be a barcode here."""
    return len(text) <= LONGEST_BARCODE and _BARCODE.fullmatch(text) is not None


def is_item_type(code: str) -> bool:
    """Tell whether a text can be the code of a kind of item."""
    return _ITEM_TYPE.fullmatch(code) is not None


def shelf_mark_fitted(text: str) -> str:
    """Return a shelf mark as one line of the length there is room for."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[
        :LONGEST_SHELF_MARK
    ]
