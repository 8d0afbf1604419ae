"""ISSNs are read in any form, and misprinted ones left out."""

import pytest

from hylla.formats.marc import Field, Record, Subfield
from hylla.formats.marc.issn import issn8, issns_of
from hylla.formats.marc.writing import iso2709_of


@pytest.mark.parametrize(
    ("text", "eight"),
    [
        ("0317-8471", "03178471"),
        ("03178471", "03178471"),
        ("2434-561x (online)", "2434561X"),
        ("0317\u20138471", "03178471"),
        ("0317-8472", None),
        ("", None),
        ("Samtiden", None),
    ],
)
def test_an_issn_is_eight_characters(text: str, eight: str | None) -> None:
    assert issn8(text) == eight


def test_a_record_tells_each_right_issn_once() -> None:
    fields = [
        Field("022", subfields=(Subfield("a", each),)) for each in ("0317-8471", "0", "03178471")
    ]
    record = Record("00000nas a2200000 a 4500", tuple(fields))
    assert issns_of(iso2709_of(record)) == ("03178471",)
    assert issns_of(b"rubbish") == ()
