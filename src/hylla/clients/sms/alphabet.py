"""How long a text message is: it is paid by the part, and letters decide how much a part holds.

GSM 03.38 (3GPP TS 23.038): 160 letters of its own alphabet in one message, 153 in each part of a
longer one, some letters counting double. One letter outside it and all are two bytes: 70, and 67.
"""

import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE = frozenset("^{}\\[~]|€\f")
_ALONE, _PART = 160, 153
_WIDE_ALONE, _WIDE_PART = 70, 67
_PLAINER = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-",
     "…": "...", "\u00a0": " ", "\u202f": " ", "\u2011": "-", "\u00ad": ""}
)  # fmt: skip


def plain(text: str) -> str:
    """Return a text with plain quotes, dashes and spaces; letters of names stay as they are."""
    return unicodedata.normalize("NFC", text).translate(_PLAINER)


def segments(text: str) -> int:
    """Return how many parts a text takes."""
    if all(each in _BASIC or each in _DOUBLE for each in text):
        return _parts([2 if each in _DOUBLE else 1 for each in text], _ALONE, _PART)
    return _parts([len(each.encode("utf-16-be")) // 2 for each in text], _WIDE_ALONE, _WIDE_PART)


def _parts(sizes: list[int], alone: int, part: int) -> int:
    """Fill part after part; what takes two places stands in one part."""
    if sum(sizes) <= alone:
        return 1
    parts, room = 1, part
    for size in sizes:
        if size > room:
            parts, room = parts + 1, part
        room -= size
    return parts
