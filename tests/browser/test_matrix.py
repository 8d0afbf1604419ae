"""No address is forgotten when every page is looked at; this needs no browser."""

import pytest

from tests.browser.matrix import DOORS, excused, names, pages
from tests.doors.sight.looking import patterns

APART = {"look", "app", "desk_app", "covers", ""}
"""Style sheets, the app's own files, and what stands outside every door (`hylla/site/urls.py`)."""


@pytest.mark.parametrize("door", DOORS)
def test_every_address_is_looked_at_or_has_a_reason(door: str) -> None:
    """Put what is new into `PAGES` of matrix.py, or into `REASONS` beside why it is no page."""
    known, there = [*pages(door), *excused(door)], set(names(door))
    assert there - set(known) == set(), "forgotten"
    assert set(known) - there == set(), "gone"
    assert len(known) == len(set(known)), "twice"


def test_there_is_no_other_door() -> None:
    assert {door for door, _ in patterns()} == {*DOORS, *APART}
