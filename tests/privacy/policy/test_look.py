"""A library may choose its colour and mark; not one that some people could not read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.colour import Colour, lowest_contrast
from hylla.privacy.policy import Look, PolicyErrors, parse_policy
from hylla.privacy.policy.look import (
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    READABLE,
    unfit_mark,
    unreadable,
)
from tests.house.sources import ROOT

FJORDVIK = (ROOT / "policies" / "fjordvik.toml").read_text(encoding="utf-8")
HEX = st.builds(Colour, *[st.integers(0, 255)] * 3).map(str)
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">'


def with_look(colour: str) -> str:
    return FJORDVIK.replace('colour = "#0b5563"', f'colour = "{colour}"')


def test_a_pale_colour_is_refused_by_file_key_and_with_the_nearest_that_does() -> None:
    with pytest.raises(PolicyErrors) as refused:
        parse_policy(with_look("#7fd0dd"), name="fjordvik.toml")
    (problem,) = refused.value.problems
    assert str(problem).startswith("fjordvik.toml: look.colour: found #7fd0dd, with a contrast of")
    nearest = problem.allowed.rpartition(" ")[2]
    assert parse_policy(with_look(nearest), name="fjordvik.toml").look.colour == nearest


@pytest.mark.parametrize("colour", ["teal", "#0B5563", "#0b556", ""])
def test_a_colour_is_written_in_one_way(colour: str) -> None:
    with pytest.raises(PolicyErrors, match=r"look\.colour"):
        parse_policy(with_look(colour), name="fjordvik.toml")


@given(HEX)
def test_a_colour_is_refused_exactly_where_it_cannot_be_read(colour: str) -> None:
    found = unreadable(Look(colour=colour))
    can_be_read = lowest_contrast(Colour.parse(colour), LIGHT_GROUNDS) >= READABLE
    assert bool(found) is not can_be_read


@given(HEX)
def test_what_is_derived_for_the_dark_can_be_read_there(colour: str) -> None:
    assert lowest_contrast(Look(colour=colour).by_night, DARK_GROUNDS) >= READABLE


@given(HEX)
def test_a_colour_for_the_dark_is_checked_there(colour: str) -> None:
    keys = [each.key for each in unreadable(Look(colour_dark=colour))]
    too_dark = lowest_contrast(Colour.parse(colour), DARK_GROUNDS) < READABLE
    assert keys == (["colour_dark"] if too_dark else [])


@pytest.mark.parametrize("policy", sorted((ROOT / "policies").glob("*.toml")), ids=lambda p: p.stem)
def test_no_two_libraries_look_alike(policy: Path) -> None:
    others = [each for each in (ROOT / "policies").glob("*.toml") if each != policy]
    own = parse_policy(policy.read_text(encoding="utf-8"), name=policy.name).look.colour
    for other in others:
        assert f'colour = "{own}"' not in other.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("mark", "wrong"),
    [
        (f'{OPEN}<path d="M0 0h4v4z" fill="#fff"/></svg>', ""),
        (f"{OPEN}<script>alert(1)</script></svg>", "<script>"),
        (f'{OPEN}<path onload="x"/></svg>', "onload"),
        (f'{OPEN}<path style="fill:red"/></svg>', "style"),
        (f'{OPEN}<path fill="url(#a)"/></svg>', "reference"),
        (f'{OPEN}<image href="x"/></svg>', "<image>"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + OPEN + "</svg>", "declaration"),
        ("<svg viewBox='0 0 4 4'/>", "namespace"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "viewBox"),
        ("a picture", "syntax"),
        (f"{OPEN}{' ' * 9000}</svg>", "letters"),
    ],
)
def test_a_mark_is_plain_shapes(mark: str, wrong: str) -> None:
    found = unfit_mark(mark)
    assert wrong in found
    assert bool(found) is bool(wrong)


def test_an_unfit_mark_is_refused() -> None:
    text = FJORDVIK.replace("<rect ", "<foreignObject ")
    with pytest.raises(PolicyErrors, match=r"look\.mark: found <foreignObject>"):
        parse_policy(text, name="fjordvik.toml")
