"""Pictures of a few plain colours as PNG (ISO/IEC 15948), for icons that the program draws."""

import struct
import zlib
from collections.abc import Sequence

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PALETTE = 3
"""The colour type in which each pixel is a number of the palette."""
LONGEST_PALETTE = 256

Rgb = tuple[int, int, int]


def png(rows: Sequence[bytes], *, palette: Sequence[Rgb]) -> bytes:
    """Return a picture; each byte of a row is the number of a colour in the palette.

    :raises ValueError: there is no pixel, the rows differ in length, or a colour is missing.
    """
    width = len(rows[0]) if rows else 0
    if not width or len(palette) > LONGEST_PALETTE or {len(row) for row in rows} != {width}:
        raise ValueError("a picture has rows of one length, and at most 256 colours")
    if max(map(max, rows)) >= len(palette):
        raise ValueError("a pixel has a colour that the palette lacks")
    header = struct.pack(">IIBBBBB", width, len(rows), 8, PALETTE, 0, 0, 0)
    lines = b"".join(b"\0" + bytes(row) for row in rows)
    colours = b"".join(bytes(colour) for colour in palette)
    parts = (
        (b"IHDR", header),
        (b"PLTE", colours),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
