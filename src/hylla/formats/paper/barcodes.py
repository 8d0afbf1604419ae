"""Barcodes as drawings of black bars (Code 128, ISO/IEC 15417)."""

from functools import lru_cache
from itertools import groupby

from barcode.codex import Code128

QUIET = 10
"""The standard's quiet zone on either side, in modules."""


DIGITS_99 = 99
"""In the set of digit pairs the digits 99; in the others the sign that changes to that set."""


class _Code128(Code128):  # type: ignore[misc]  # the package has no types
    """python-barcode's, which takes a leading "99" for a change of set and drops it (0.16.1)."""

    def _try_to_optimize(self, encoded: list[int]) -> list[int]:
        # It begins in the set of digit pairs, so a change to that set never comes first.
        if encoded[1] == DIGITS_99:
            return encoded
        optimized: list[int] = super()._try_to_optimize(encoded)
        return optimized


@lru_cache(maxsize=256)
def code_128(number: str) -> str:
    """Return a number's bars as SVG, one unit high, to be stretched to any size.

    :raises ValueError: it is empty or has a character that Code 128 cannot write.
    """
    if not number or not number.isascii() or not number.isprintable():
        raise ValueError("Code 128 writes printable ASCII only")
    modules = "".join(_Code128(number).build())
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
