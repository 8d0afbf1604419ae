"""What a scanner sends, told from what people type."""

import re

BARCODE = re.compile(r"[A-Z]{1,3}[0-9]{4,}")
"""Letters before the digits, as national cards and some libraries' barcodes have."""


def looks_scanned(entry: str) -> bool:
    """Tell whether an entry is a number of a card or an item, known or not, and no words."""
    plain = re.sub(r"[\s-]", "", entry).upper()
    if not any(letter.isalpha() for letter in plain):
        return any(letter.isdigit() for letter in plain)
    return BARCODE.fullmatch(plain) is not None
