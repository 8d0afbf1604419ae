"""What is written as ISO 2709 is read as it was."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hylla.formats.marc import Field, ReadRecord, Record, Subfield, read_records
from hylla.formats.marc.charset import clean
from hylla.formats.marc.writing import iso2709_of

LEADER = "00000nam a2200000 a 4500"
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).map(clean).filter(bool)
SUBFIELDS = st.builds(Subfield, st.sampled_from("abcxyz039"), TEXTS)
DATA_FIELDS = st.builds(
    Field,
    st.sampled_from(["020", "100", "245", "650", "952"]),
    st.just(""),
    st.sampled_from(["  ", "10", " 4"]),
    st.lists(SUBFIELDS, min_size=1, max_size=5).map(tuple),
)
CONTROL_FIELDS = st.builds(Field, st.sampled_from(["001", "003", "008"]), TEXTS)


def read_again(record: Record, folder: Path) -> list[ReadRecord]:
    file = folder / "written.mrc"
    file.write_bytes(iso2709_of(record))
    found = list(read_records(file))
    assert all(isinstance(each, ReadRecord) for each in found)
    return [each for each in found if isinstance(each, ReadRecord)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CONTROL_FIELDS | DATA_FIELDS, min_size=1, max_size=8))
def test_what_is_written_is_read_as_it_was(tmp_path: Path, fields: list[Field]) -> None:
    (again,) = read_again(Record(LEADER, tuple(fields)), tmp_path)
    assert again.record.fields == tuple(fields)
    assert not again.doubts


@pytest.mark.parametrize(("count", "length"), [(1, 20_000), (60, 3_000), (300, 900)])
def test_what_is_too_long_for_its_numbers_is_still_read(
    tmp_path: Path, count: int, length: int
) -> None:
    fields = tuple(
        Field("500", "", "  ", (Subfield("a", f"{number} " + "n" * length),))
        for number in range(count)
    )
    (again,) = read_again(Record(LEADER, fields), tmp_path)
    assert again.record.fields == fields


def test_the_leader_tells_length_and_charset() -> None:
    written = iso2709_of(Record("xxxxxcas  22yyyyy3a zzzz", (Field("001", "é"),)))
    assert written[:24] == b"00041cas a22000373a 4500"
    assert len(written) == 41
