"""Barcodes as drawings of black bars (Code 128, ISO/IEC 15417)."""

from functools import lru_cache
from itertools import groupby

from barcode.codex import Code128

QUIET = 10
"""The standard's quiet zone on either side, in modules."""


@lru_cache(maxsize=256)
def code_128(number: str) -> str:
    """Return a number's bars as SVG, one unit high, to be stretched to any size.

    :raises ValueError: it is empty or has a character that Code 128 cannot write.
    """
    if not number or not number.isascii() or not number.isprintable():
        raise ValueError("Code 128 writes printable ASCII only")
    modules = "".join(Code128(number).build())
    bars, at = [], QUIET
    for colour, run in groupby(modules):
        width = len(list(run))
        if colour == "1":
            bars.append(f"M{at} 0h{width}v1h-{width}z")
        at += width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {at + QUIET} 1"'
        f' preserveAspectRatio="none"><path d="{"".join(bars)}"/></svg>'
    )
