"""Pictures that people send in, written anew: smaller, and with nothing in them but the picture."""

import warnings
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MEDIA_TYPE = "image/webp"
MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
SMALL, LARGE = (120, 180), (360, 540)
"""Pixels that a picture may be wide and high: for a list, and for a page of its own."""
_LEAST = 60
_READ = ("JPEG", "PNG", "WEBP")
_QUALITY = 80


class Fault(StrEnum):
    """Why something is no picture for us."""

    TOO_LARGE = "cover_too_large"
    TOO_SMALL = "cover_too_small"
    NOT_A_PICTURE = "cover_not_a_picture"


class Unfit(Exception):
    """It cannot be used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in both sizes, as WebP."""

    small: bytes
    large: bytes


def picture_of(data: bytes) -> Picture:
    """Read a JPEG, PNG or WebP and write it anew; where it was taken and by what is left out.

    :raises Unfit: it is another thing, broken, or too large or too small.
    """
    if len(data) > MOST_BYTES:
        raise Unfit(Fault.TOO_LARGE)
    try:
        with warnings.catch_warnings():
            # Pillow warns of a picture that unpacks to very much; the size is looked at below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=_READ) as image:
                _refuse_size(image)
                upright = ImageOps.exif_transpose(image).convert("RGB")
    except Image.DecompressionBombError as error:
        raise Unfit(Fault.TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Unfit(Fault.NOT_A_PICTURE) from error
    return Picture(_written(upright, SMALL), _written(upright, LARGE))


def _refuse_size(image: Image.Image) -> None:
    """Look at the size that the file says, before anything is unpacked."""
    if image.width * image.height > MOST_PIXELS:
        raise Unfit(Fault.TOO_LARGE)
    if min(image.size) < _LEAST:
        raise Unfit(Fault.TOO_SMALL)


def _written(image: Image.Image, size: tuple[int, int]) -> bytes:
    smaller = image.copy()
    smaller.thumbnail(size)
    held = BytesIO()
    smaller.save(held, "WEBP", quality=_QUALITY)
    return held.getvalue()
