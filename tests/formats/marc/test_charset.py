"""Characters: MARC-8, UTF-8, Latin-1 and code page 850, told truly and told wrongly."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.marc import BadRecord, Doubt, ReadRecord, read_records
from hylla.formats.marc.marc8 import decode
from tests.formats.marc.making import book, iso2709

NORDIC = "Blåbær på Sørøya, Ångström och Ärtsoppa"

# ANSEL by hand: the mark before its letter. Å is a ring and A; æ and ø have codes of their own.
MARC8 = {
    "å": b"\xeaa",
    "Å": b"\xeaA",
    "ä": b"\xe8a",
    "Ä": b"\xe8A",
    "ö": b"\xe8o",
    "é": b"\xe2e",
    "æ": b"\xb5",
    "ø": b"\xb2",
    "Ø": b"\xa2",
    "Æ": b"\xa5",
}


def marc8(text: str) -> bytes:
    return b"".join(MARC8.get(letter, letter.encode("ascii", "replace")) for letter in text)


def read(path: Path, title: bytes, *, said: str) -> ReadRecord:
    """Read a record whose title is these bytes."""
    record = iso2709(book(1, "TITLE" + "x" * (len(title) - 5)), said=said)
    record = record.replace(b"TITLE" + b"x" * (len(title) - 5), title)
    path.write_bytes(record)
    (result,) = read_records(path)
    assert not isinstance(result, BadRecord)
    return result


@pytest.mark.parametrize(
    ("encode", "said", "doubts"),
    [
        (str.encode, "a", ()),
        (str.encode, " ", (Doubt.SAID_MARC8_WAS_UTF8,)),
        (marc8, " ", ()),
        (marc8, "a", (Doubt.SAID_UTF8_WAS_MARC8,)),
        (lambda text: text.encode("latin-1"), " ", (Doubt.SAID_MARC8_WAS_LATIN1,)),
        (lambda text: text.encode("latin-1"), "a", (Doubt.SAID_UTF8_WAS_LATIN1,)),
        (lambda text: text.encode("cp850"), " ", (Doubt.SAID_MARC8_WAS_CP850,)),
        (lambda text: text.encode("cp850"), "a", (Doubt.SAID_UTF8_WAS_CP850,)),
    ],
)
def test_the_bytes_decide_and_a_lie_is_told(
    tmp_path: Path, encode: object, said: str, doubts: tuple[Doubt, ...]
) -> None:
    assert callable(encode)
    result = read(tmp_path / "file", encode(NORDIC), said=said)
    assert result.record.first("245", "a") == f"{NORDIC} /"
    assert result.doubts == doubts


def test_utf8_with_a_broken_byte_keeps_the_rest(tmp_path: Path) -> None:
    title = "Blåbær på Sørøya".encode().replace("ø".encode(), b"\xc3", 1)
    result = read(tmp_path / "file", title, said="a")
    assert result.record.first("245", "a") == "Blåbær på S�røya /"
    assert result.doubts == (Doubt.CHARACTERS_REPLACED,)


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    result = read(tmp_path / "file", unicodedata.normalize("NFD", NORDIC).encode(), said="a")
    assert result.record.first("245", "a") == f"{NORDIC} /"


def test_marks_for_sorting_are_dropped(tmp_path: Path) -> None:
    result = read(tmp_path / "file", "\x98Den \x9clange veien".encode(), said="a")
    assert result.record.first("245", "a") == "Den lange veien /"
    result = read(tmp_path / "file", b"\x88Den \x89lange v\xb5gen", said=" ")
    assert result.record.first("245", "a") == "Den lange vægen /"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain", "plain"),
        (b"\xe8\xe5u", "ǖ"),
        (b"\x1b(N\x41\x42\x1b(B!", "аб!"),
        (b"\x1bb2\x1bs", "₂"),
        (b"\x1bgb\x1bs", "β"),
        (b"\x1b$1\x21\x30\x21\x1b(B", "一"),
        (b"\xebi\xeca", "i︠a︡"),
    ],
)
def test_marc8_sets_are_switched(data: bytes, text: str) -> None:
    assert decode(data) == (unicodedata.normalize("NFC", text), 0)


@pytest.mark.parametrize("data", [b"\xff", b"a\xe2", b"\x1b", b"\x1b(", b"\x1b$1!0", b"\x92"])
def test_marc8_counts_what_it_does_not_know(data: bytes) -> None:
    assert decode(data)[1] == 1


@given(st.binary(max_size=40))
def test_marc8_never_raises(data: bytes) -> None:
    text, unknown = decode(data)
    assert unicodedata.is_normalized("NFC", text)
    assert unknown >= 0


@given(st.text(alphabet="abcABC ,." + "".join(MARC8), max_size=60))
def test_marc8_is_the_other_way_of_writing(text: str) -> None:
    assert decode(marc8(text)) == (text, 0)
