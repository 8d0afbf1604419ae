"""The app's icon, drawn by the program: a shelf of books in the library's colour."""

from functools import lru_cache

from hylla.formats.colour import Colour
from hylla.formats.png import Rgb, png

GRID = 64
"""The drawing's side, in units; the sizes below are multiples of it."""
SIZES = (192, 512)
Box = tuple[int, int, int, int]

BOOKS: tuple[Box, ...] = ((15, 14, 9, 34), (40, 16, 9, 32))
"""Left, top, width and height; all of it lies within the circle that no launcher cuts off."""
THIN_BOOK: Box = (28, 22, 8, 26)
SHELF: Box = (12, 49, 40, 4)
WHITE = Colour.parse("#ffffff")


@lru_cache(maxsize=16)
def drawn(colour: str, size: int) -> bytes:
    """Return the icon as a square PNG of that size: opaque to its edges, so also for masks."""
    scale = size / GRID
    rows = [bytearray(size) for _ in range(size)]
    boxes = [(box, 1) for box in (*BOOKS, SHELF)] + [(THIN_BOOK, 2)]
    for (left, top, width, height), number in boxes:
        first, last = round(left * scale), round((left + width) * scale)
        for y in range(round(top * scale), round((top + height) * scale)):
            rows[y][first:last] = bytes([number]) * (last - first)
    return png([bytes(row) for row in rows], palette=_palette(colour))


def _palette(colour: str) -> tuple[Rgb, Rgb, Rgb]:
    """The ground, the white of books and shelf, and between them the thin book."""
    ground, white = _rgb(colour), _rgb(str(WHITE))
    between = tuple((3 * light + dark) // 4 for light, dark in zip(white, ground, strict=True))
    return ground, white, (between[0], between[1], between[2])


def _rgb(colour: str) -> Rgb:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
