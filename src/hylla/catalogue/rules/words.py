"""The words a title is found by, folded so that what readers type meets what catalogues write.

å, ä and ö are letters of their own and never an a or an o: they are written out (aa, ae, oe), in
what is asked as in what is kept, so that Åsen and Aasen are one name, æ is ä and ø is ö. Because
readers also leave the marks out, the plain word (asen) is kept beside it. Other accents and the
bars of Sami letters are dropped on both sides. Each sign of Chinese and Japanese is a word. Signs
part words, but for those of C++, C# and F#, which are no C and no F.
"""

import re
import unicodedata

LONGEST_WORD = 60
MOST_WORDS_ASKED = 12
SHORTEST_BEGINNING = 2

_WRITTEN_OUT = {"å": "aa", "ä": "ae", "æ": "ae", "ö": "oe", "ø": "oe", "ü": "ue"}
_LEFT_OUT = {"å": "a", "ä": "a", "æ": "a", "ö": "o", "ø": "o", "ü": "u"}
# Letters that Unicode does not take apart into a letter and a mark.
_BARE = {"đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "ħ": "h", "ł": "l", "ı": "i", "œ": "oe", "þ": "th"}
_SIGNED = re.compile(r"(?<![^\W_])([A-Za-z])(\+\+|[#♯])(?![^\W_])")
_SIGNS = {"++": "plusplus", "#": "sharp", "♯": "sharp"}
# Kana and ideographs.
_WITHOUT_BLANKS = ((0x3041, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
_INSIDE_WORDS = frozenset("'’ʼ´`‘\u00ad\u200c\u200d")  # noqa: RUF001 - apostrophes as met


class _Folding(dict[int, str]):
    """A table for `str.translate` that learns each character when it first comes by."""

    def __init__(self, letters: dict[str, str]) -> None:
        super().__init__()
        self._letters = letters

    def __missing__(self, code: int) -> str:
        self[code] = found = self._folded(chr(code))
        return found

    def _folded(self, character: str) -> str:
        if character in _INSIDE_WORDS:
            return ""
        lower = character.casefold()
        if lower in self._letters:
            return self._letters[lower]
        parts = unicodedata.normalize("NFKD", lower).casefold()
        folded = "".join(_BARE.get(part, _plain(part)) for part in parts)
        return f" {folded} " if _stands_alone(character) else folded


def _stands_alone(character: str) -> bool:
    """Say whether a sign is a word: Chinese and Japanese are written without blanks."""
    return any(first <= ord(character) <= last for first, last in _WITHOUT_BLANKS)


def _plain(part: str) -> str:
    """Return a letter or digit, nothing for a mark upon it, and a space for all else."""
    kind = unicodedata.category(part)
    if kind == "Mn":
        return ""
    return part if kind[0] in "LN" or kind == "Mc" else " "


_written_out = _Folding(_WRITTEN_OUT)
_left_out = _Folding(_LEFT_OUT)


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text in order, each in the one form in which it is asked for."""
    return _split(text, _written_out)


def forms_in(text: str) -> tuple[str, ...]:
    """Return every form under which the words of a text are kept, each once."""
    both = (*_split(text, _written_out), *_split(text, _left_out))
    return tuple(dict.fromkeys(both))


def stands_alone(word: str) -> bool:
    """Say whether a word is one sign of a writing without blanks."""
    return len(word) == 1 and _stands_alone(word)


def words_asked(text: str) -> tuple[str, ...]:
    """Return what to look for: each word once, the last one last, not more than is sensible."""
    # A word takes two characters of what is typed; the last word may be a long one.
    words = words_in(text[: 2 * MOST_WORDS_ASKED * LONGEST_WORD])
    if not words:
        return ()
    before = tuple(dict.fromkeys(word for word in words[:-1] if word != words[-1]))
    return (*before[: MOST_WORDS_ASKED - 1], words[-1])


def may_be_a_beginning(word: str) -> bool:
    """Tell whether a word is long enough to stand for all words that begin with it."""
    return len(word) >= SHORTEST_BEGINNING


def _split(text: str, folding: _Folding) -> tuple[str, ...]:
    if "++" in text or "#" in text or "♯" in text:
        text = _SIGNED.sub(lambda found: f" {found[1]}{_SIGNS[found[2]]} ", text)
    words = unicodedata.normalize("NFC", text).translate(folding).split()
    return tuple(word[:LONGEST_WORD] for word in words)
