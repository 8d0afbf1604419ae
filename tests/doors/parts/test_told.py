"""What comes from a form or an address becomes one line."""

import pytest

from hylla.doors.parts.told import one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("krig\nog\tfred", "krig og fred"),
        ("krig\r\nog fred\r\n", "krig  og fred"),
        ("kr\x00ig\x07", "krig"),
        ("x" * 300, "x" * 200),
    ],
)
def test_lines_are_parted_by_blanks_and_control_characters_go(text: str, line: str) -> None:
    assert one_line(text) == line
