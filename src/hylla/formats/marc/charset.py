"""Which characters a record's bytes are, whatever its leader says."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from . import marc8
from .results import Doubt

# Everything below a space but line breaks, and the C1 controls: none belongs in a catalogue, but
# the marks around words that sorting skips (U+0088-89, U+0098, U+009C) are often there.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_LATIN1_LETTERS = re.compile(rb"[\xc0-\xd6\xd8-\xf6\xf8-\xff]")
# Letters of code page 850 (DOS) beside other letters, where Latin-1 and MARC-8 have nothing; the
# curly quotation marks of Windows have the same codes, but never a letter on both sides.
_CP850_LETTERS = re.compile(
    rb"[\x81\x82\x84\x86\x8e\x8f\x90\x99\x9a\x9b\x9d](?=[A-Za-z])|(?<=[a-z])[\x81\x84\x86\x91\x94\x9b]"
)
# The two halves of a ligature and of a double tilde never melt into a letter.
_HALVES = frozenset("\ufe20\ufe21\ufe22\ufe23\u0361\u0360")

# Below this many telling characters a record says little, and its neighbours decide.
_FEW = 4

Decode = Callable[[bytes], str]


@dataclass(frozen=True)
class Reading:
    """How to decode the pieces of one record, and what was guessed to get there."""

    decode: Decode
    doubts: tuple[Doubt, ...]


def clean(text: str) -> str:
    """Put the text in normal form C and drop control characters."""
    if text.isascii():
        return _CONTROLS.sub("", text) if not text.isprintable() else text
    return _CONTROLS.sub("", unicodedata.normalize("NFC", text))


def _as_utf8(data: bytes) -> str:
    return clean(data.decode("utf-8"))


def _as_broken_utf8(data: bytes) -> str:
    return clean(data.decode("utf-8", "replace"))


def _as_marc8(data: bytes) -> str:
    return clean(marc8.decode(data)[0])


def _as_latin1(data: bytes) -> str:
    # Windows' extension of Latin-1: dashes and quotation marks where Latin-1 has controls.
    return clean(data.decode("cp1252", "replace"))


def _as_cp850(data: bytes) -> str:
    return clean(data.decode("cp850"))


class Judge:
    """Decides the charset of each record of one file, and learns from the clear cases."""

    def __init__(self) -> None:
        self._latin1 = 0
        self._marc8 = 0

    def reading(self, data: bytes, *, said_utf8: bool) -> Reading:
        """Choose by what the bytes are; the leader decides only where they do not tell."""
        if b"\x1b" not in data:
            if data.isascii():
                return Reading(_as_utf8, ())
            if _is_utf8(data):
                return Reading(_as_utf8, () if said_utf8 else (Doubt.SAID_MARC8_WAS_UTF8,))
            if _is_mostly_utf8(data):
                lie = () if said_utf8 else (Doubt.SAID_MARC8_WAS_UTF8,)
                return Reading(_as_broken_utf8, (*lie, Doubt.CHARACTERS_REPLACED))
        return self._old_charset(data, said_utf8=said_utf8)

    def _old_charset(self, data: bytes, *, said_utf8: bool) -> Reading:
        if len(_CP850_LETTERS.findall(data)) * 2 > len(_HIGH.findall(data)):
            said = Doubt.SAID_UTF8_WAS_CP850 if said_utf8 else Doubt.SAID_MARC8_WAS_CP850
            return Reading(_as_cp850, (said,))
        found = _weigh_marc8(data)
        if self._is_latin1(data, found, said_utf8=said_utf8):
            said = Doubt.SAID_UTF8_WAS_LATIN1 if said_utf8 else Doubt.SAID_MARC8_WAS_LATIN1
            return Reading(_as_latin1, (said,))
        doubts = (Doubt.SAID_UTF8_WAS_MARC8,) if said_utf8 else ()
        return Reading(_as_marc8, (*doubts, Doubt.CHARACTERS_REPLACED) if found.unknown else doubts)

    def _is_latin1(self, data: bytes, found: "_Weight", *, said_utf8: bool) -> bool:
        if b"\x1b" in data:
            return False
        letters, high = len(_LATIN1_LETTERS.findall(data)), len(_HIGH.findall(data))
        if letters * 2 <= high:
            return False
        if said_utf8:
            # Whoever marks Latin-1 as UTF-8 never had MARC-8; so MARC-8 must be convincing.
            return found.against + found.rare >= found.usual
        if high < _FEW and self._latin1 != self._marc8:
            return self._latin1 > self._marc8
        latin1 = found.against > found.usual + found.rare
        self._latin1 += latin1
        self._marc8 += not latin1
        return latin1


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(data: bytes) -> bool:
    """Tell a UTF-8 text with a few broken bytes from a text that is something else."""
    sequences = _MULTIBYTE.findall(data)
    stray = len(_HIGH.findall(data)) - sum(map(len, sequences))
    return len(sequences) > stray


@dataclass
class _Weight:
    """How a text looks when it is read as MARC-8."""

    unknown: int = 0
    homeless: int = 0
    usual: int = 0
    rare: int = 0

    @property
    def against(self) -> int:
        return self.unknown + self.homeless


def _weigh_marc8(data: bytes) -> _Weight:
    """Count unknown characters, marks that fit no letter, letters western Europe has, others."""
    weight = _Weight()
    for piece in re.split(rb"[\x1e\x1f]", data):
        if piece.isascii() and b"\x1b" not in piece:
            continue
        text, unknown = marc8.decode(piece)
        weight.unknown += unknown
        for character in filter(lambda c: ord(c) > 0x7F and c not in _HALVES, text):
            if unicodedata.combining(character):
                weight.homeless += 1
            elif "\xc0" <= character <= "\xff":
                weight.usual += 1
            else:
                weight.rare += 1
    return weight
