"""MARC-8 to Unicode.

The tables are pymarc's. Its decoder is not used: it prints to standard error, forgets combining
characters at the end, and cannot say how many characters it did not know.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from pymarc import marc8_mapping

_ASCII = 0x42
_ANSEL = 0x45
_EACC = 0x31
_TABLES: dict[int, dict[int, tuple[int, int]]] = marc8_mapping.CODESETS
_ODD: dict[int, int] = marc8_mapping.ODD_MAP

# ESC, one or two intermediate characters, and the final character that names the set; or ESC
# and one small letter (Greek symbols, subscripts, superscripts, back to ASCII).
_TO_G0 = re.compile(rb"\x1b(?:(?:\$,?|[(,])!?([1-9A-Z])|([gbps]))")
_TO_G1 = re.compile(rb"\x1b\$?[)-]!?([1-9A-Z])")
# The marks around words that sorting skips, and the joiners.
_CONTROLS = frozenset({0x88, 0x89, 0x8D, 0x8E})
_BACK_TO_ASCII = ord("s")


@dataclass
class _State:
    """Where the decoder stands; marks wait for the letter that they belong to."""

    g0: int = _ASCII
    g1: int = _ANSEL
    unknown: int = 0
    text: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def put(self, point: int, *, combining: bool) -> None:
        if combining:
            self.marks.append(chr(point))
            return
        self.text.append(chr(point))
        self.text.extend(self.marks)
        self.marks.clear()


def decode(data: bytes) -> tuple[str, int]:
    """Return the text in normal form C, and how many characters had no meaning."""
    if data.isascii() and b"\x1b" not in data:
        return data.decode("ascii"), 0
    state, place = _State(), 0
    while place < len(data):
        place = _step(data, place, state)
    # A mark without its letter stays visible on a space, and counts as unknown.
    if state.marks:
        state.unknown += 1
        state.put(0x20, combining=False)
    return unicodedata.normalize("NFC", "".join(state.text)), state.unknown


def _step(data: bytes, place: int, state: _State) -> int:
    """Take one character or escape sequence; return the place after it."""
    byte = data[place]
    if byte == 0x1B:
        return _escape(data, place, state)
    if byte < 0x20 or 0x80 <= byte < 0xA0:
        state.unknown += byte >= 0x80 and byte not in _CONTROLS
        return place + 1
    if state.g0 == _EACC and byte < 0x80 and byte != 0x20:
        _character(int.from_bytes(data[place : place + 3], "big"), _EACC, state)
        return place + 3
    _character(byte, state.g0 if byte < 0x80 else state.g1, state)
    return place + 1


def _escape(data: bytes, place: int, state: _State) -> int:
    if found := _TO_G1.match(data, place):
        state.g1 = found[1][0]
        return found.end()
    if found := _TO_G0.match(data, place):
        final = (found[1] or found[2])[0]
        state.g0 = _ASCII if final == _BACK_TO_ASCII else final
        return found.end()
    state.unknown += 1
    return place + 1


def _character(code: int, charset: int, state: _State) -> None:
    known = _TABLES.get(charset, {}).get(code)
    if known is not None:
        state.put(known[0], combining=bool(known[1]))
    elif code in _ODD:
        state.put(_ODD[code], combining=False)
    elif code == 0x20:
        state.put(0x20, combining=False)
    else:
        state.unknown += 1
        state.put(0xFFFD, combining=False)
