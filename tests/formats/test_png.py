"""Pictures that we write are read by others as what was drawn."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hylla.formats.png import png

COLOURS = [(11, 85, 99), (255, 255, 255), (159, 211, 220)]


def rows_of(width: int) -> st.SearchStrategy[list[list[int]]]:
    row = st.lists(st.integers(0, 2), min_size=width, max_size=width)
    return st.lists(row, min_size=1, max_size=9)


@given(st.integers(1, 9).flatmap(rows_of))
def test_every_pixel_is_read_as_drawn(rows: list[list[int]]) -> None:
    picture = Image.open(BytesIO(png([bytes(row) for row in rows], palette=COLOURS)))
    assert picture.size == (len(rows[0]), len(rows))
    picture = picture.convert("RGB")
    for y, row in enumerate(rows):
        assert [picture.getpixel((x, y)) for x in range(len(row))] == [COLOURS[n] for n in row]


@pytest.mark.parametrize("rows", [[], [b""], [b"\0", b"\0\0"], [b"\3"]])
def test_what_is_no_picture_is_refused(rows: list[bytes]) -> None:
    with pytest.raises(ValueError, match="a p"):
        png(rows, palette=COLOURS)
