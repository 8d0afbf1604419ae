"""Files with every fault we know: what can be read is read, the rest is named, nothing raises."""

import gzip
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hylla.formats.marc import BadRecord, Doubt, ReadRecord, Reason, read_records
from tests.formats.marc.making import book, field, iso2709, numbers, results, xml_record


def three() -> list[bytes]:
    return [iso2709(book(number)) for number in (1, 2, 3)]


def test_right_records_are_read_without_doubts(file: Path) -> None:
    found = results(file, b"".join(three()))
    assert numbers(found) == ["made1", "made2", "made3"]
    assert [result.number for result in found] == [1, 2, 3]
    assert all(isinstance(result, ReadRecord) and not result.doubts for result in found)
    assert found[1].position == len(three()[0])
    assert found[-1].bytes_read == file.stat().st_size


def test_gzip_is_unpacked_and_progress_counts_the_file(file: Path) -> None:
    found = results(file, gzip.compress(b"".join(three())))
    assert numbers(found) == ["made1", "made2", "made3"]
    assert found[-1].bytes_read == file.stat().st_size


def test_a_damaged_gzip_ends_with_one_reason(file: Path) -> None:
    packed = gzip.compress(b"".join(iso2709(book(n, f"Bok {n * 7919}")) for n in range(3000)))
    found = results(file, packed[: len(packed) // 2])
    assert isinstance(found[0], ReadRecord)
    assert numbers(found).count(Reason.UNREADABLE_FILE) == 1
    assert numbers(found)[-1] is Reason.UNREADABLE_FILE


@pytest.mark.parametrize("content", [b"", b"\n\r\n", b"\x00" * 100, gzip.compress(b""), b"\x1a"])
def test_an_empty_file_says_so(file: Path, content: bytes) -> None:
    assert numbers(results(file, content)) == [Reason.EMPTY_FILE]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 500,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 500,
        b"%PDF-1.7\n" + bytes(range(256)) * 100,
        b"PK\x03\x04" + bytes(range(256)) * 100,
        b"Kj\xc3\xa6re bibliotek,\n\nher kommer filen.\n" * 500,
        b"12345 is how this text begins, and it goes on.\n" * 500,
        b'{"leader": "00000nam a2200000 a 4500", "fields": []}',
        b"[]",
        b"<!DOCTYPE html><html><head><title>404</title></head><body><p>record</body></html>",
        b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry/></feed>",
        b"title;author\nFjellet som gikk;Nordavind\n" * 500,
        b"=LDR  00000nam a2200000 a 4500\n=001  made1\n",
    ],
)
def test_a_file_that_is_no_marc_says_so_once(file: Path, content: bytes) -> None:
    found = results(file, content)
    assert numbers(found) == [Reason.NOT_MARC]
    assert isinstance(found[0], BadRecord)
    assert found[0].detail


def test_a_missing_file_and_a_folder_are_unreadable(tmp_path: Path) -> None:
    assert numbers(list(read_records(tmp_path / "nothing"))) == [Reason.UNREADABLE_FILE]
    assert numbers(list(read_records(tmp_path))) == [Reason.UNREADABLE_FILE]


def test_a_file_cut_off_in_a_record_loses_that_record_only(file: Path) -> None:
    whole = b"".join(three())
    for cut in range(len(three()[0]) * 2 + 1, len(whole) - 2):
        assert numbers(results(file, whole[:cut])) == ["made1", "made2", Reason.TRUNCATED]


@pytest.mark.parametrize("terminators", [1, 2])
def test_a_file_that_lacks_only_the_last_terminators_is_whole(file: Path, terminators: int) -> None:
    found = results(file, b"".join(three())[:-terminators])
    assert numbers(found) == ["made1", "made2", "made3"]
    assert isinstance(found[2], ReadRecord)
    assert Doubt.NO_TERMINATOR in found[2].doubts


@pytest.mark.parametrize("separator", [b"\n", b"\r\n", b"\r\n\r\n", b"\x00\x00", b" \n"])
def test_records_on_lines_of_their_own_are_read(file: Path, separator: bytes) -> None:
    found = results(file, separator.join([b"", *three(), b""]))
    assert numbers(found) == ["made1", "made2", "made3"]
    assert all(isinstance(result, ReadRecord) and not result.doubts for result in found)


@pytest.mark.parametrize("kept", [90, -30, -3])
def test_a_record_cut_off_in_the_middle_of_the_file_is_skipped(file: Path, kept: int) -> None:
    first, second, third = three()
    found = numbers(results(file, first + second[:kept] + third))
    assert found == ["made1", Reason.TRUNCATED, "made3"]


def test_wrong_lengths_and_addresses_are_mended_and_told(file: Path) -> None:
    first, second, third = three()
    wrong_length = b"00017" + second[5:]
    wrong_base = second[:12] + b"00030" + second[17:]
    # What happens when UTF-8 is counted in characters: lengths and addresses are too low.
    shifted = bytearray(iso2709(book(2)))
    shifted[24 + 12 + 3 : 24 + 12 + 7] = b"0039"
    for content, doubt in (
        (wrong_length, Doubt.WRONG_LENGTH),
        (wrong_base, Doubt.WRONG_BASE_ADDRESS),
        (bytes(shifted), Doubt.WRONG_DIRECTORY),
    ):
        found = results(file, first + content + third)
        assert numbers(found) == ["made1", "made2", "made3"]
        assert isinstance(found[1], ReadRecord)
        assert doubt in found[1].doubts
        assert found[1].record.first("245", "a") == "Fjellet som gikk /"


def test_a_directory_for_other_fields_is_refused(file: Path) -> None:
    first, second, third = three()
    extra_field = second.replace(b"\x1e1 ", b"\x1e  \x1faintruder\x1e1 ")
    assert extra_field != second
    no_digits = second[:30] + b"xx" + second[32:]
    for bad in (extra_field, no_digits):
        assert numbers(results(file, first + bad + third)) == [
            "made1",
            Reason.BAD_DIRECTORY,
            "made3",
        ]


def test_junk_between_records_is_reported_once(file: Path) -> None:
    first, second, third = three()
    junk = b"this is no record\x1d"
    assert numbers(results(file, first + junk + second + third)) == [
        "made1",
        Reason.TRUNCATED,
        "made2",
        "made3",
    ]


def test_a_record_longer_than_a_leader_can_say_is_read(file: Path) -> None:
    notes = [field("500", "a" + "lang merknad " * 300) for _ in range(40)]
    first, _, third = three()
    found = results(file, first + iso2709(book(2, "Lang", *notes)) + third)
    assert numbers(found) == ["made1", "made2", "made3"]
    assert isinstance(found[1], ReadRecord)
    assert Doubt.WRONG_LENGTH in found[1].doubts
    assert len(list(found[1].record.all("500"))) == 40


def test_a_record_without_end_does_not_fill_the_memory(file: Path) -> None:
    first, _, third = three()
    with file.open("wb") as out:
        out.write(first + b"99999nam a22")
        for _ in range(40):
            out.write(b"x" * 1_000_000)
        out.write(b"\x1d" + third)
    tracemalloc.start()
    found = list(read_records(file))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert numbers(found) == ["made1", Reason.TOO_LONG, "made3"]
    assert peak < 20_000_000


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_no_bytes_make_the_reader_raise(file: Path, content: bytes) -> None:
    found = results(file, content)
    assert found
    assert all(0 <= result.bytes_read <= len(content) for result in found)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), xml=st.booleans())
def test_damage_never_raises_and_spares_the_other_records(
    file: Path, data: st.DataObject, xml: bool
) -> None:
    """Some bytes of the middle one of three records are overwritten."""
    first, second, third = (
        [xml_record(book(number)).encode() for number in (1, 2, 3)] if xml else three()
    )
    at = data.draw(st.integers(min_value=0, max_value=len(second) - 1))
    junk = data.draw(st.binary(min_size=1, max_size=8))
    damaged = second[:at] + junk + second[at + len(junk) :]
    found = numbers(results(file, first + damaged + third))
    assert found[0] == "made1"
    # Damage that opens a comment, or eats the end of the record, may cost the next one.
    if len(damaged) == len(second) and not xml and damaged.endswith(b"\x1e\x1d"):
        assert found[-1] == "made3"
