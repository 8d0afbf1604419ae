"""What a scanner sends, told from what people type, and read as it was meant."""

import re
import unicodedata
from collections.abc import Iterator

BARCODE = re.compile(r"[A-Z]{1,3}[0-9]{4,}")
"""Letters before the digits, as national cards and some libraries' barcodes have."""
SYMBOLOGY = re.compile(r"^\][A-Z][0-9A-Z](?=.{4})")
"""The kind of bars, which some scanners send before the number (ISO/IEC 15424)."""
FRAME = "*("
"""Code 39's start and stop; a Nordic keyboard writes the second where an American one the first."""
CODABAR = re.compile(r"[A-D]([0-9]{4,})[A-D]")
"""Codabar's start and stop letters around the digits."""
DIGITS = "1234567890"
LAYOUTS = (
    '!"#¤%&/()=',  # the Nordic row of digits with Shift or Caps Lock down
    "!@#$%^&*()",  # the American one
    "&é\"'(-è_çà",  # French, where digits need Shift
    "+ěščřžýáíé",  # Czech and Slovak
)
"""What the keys 1 to 0 write where the scanner and the computer disagree about the keyboard."""
SHORTEST = 4
"""Characters of the shortest number that is worth being read in another way."""


def looks_scanned(entry: str) -> bool:
    """Tell whether an entry is a number of a card or an item, known or not, and no words."""
    return any(_is_number(each) for each in readings(entry))


def readings(entry: str) -> tuple[str, ...]:
    """Return what an entry can mean, as it was sent first; words can only mean themselves."""
    return tuple(dict.fromkeys(_readings(entry)))


def _readings(entry: str) -> Iterator[str]:
    yield entry
    text = _plain(entry)
    bare = SYMBOLOGY.sub("", text, count=1).strip(FRAME)
    yield from (one for one in (text, bare) if _is_number(one))
    if framed := CODABAR.fullmatch(bare):
        yield framed[1]
    yield from _by_layout(entry)


def _plain(entry: str) -> str:
    """Return an entry without what stands between digits, in composed capitals."""
    composed = unicodedata.normalize("NFKC", entry.replace("¨", "]"))
    return re.sub(r"[\s-]", "", composed).upper()


def _by_layout(entry: str) -> Iterator[str]:
    """Yield what the same keys write on other keyboards: all of them, so that no name fits."""
    if len(entry) < SHORTEST:
        return
    for layout in LAYOUTS:
        if set(entry) <= set(layout):
            yield entry.translate(str.maketrans(layout, DIGITS))


def _is_number(text: str) -> bool:
    plain = re.sub(r"[\s-]", "", text).upper()
    if not any(letter.isalpha() for letter in plain):
        return any(letter.isdigit() for letter in plain)
    return BARCODE.fullmatch(plain) is not None
