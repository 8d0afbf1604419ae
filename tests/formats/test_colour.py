"""Contrast by the standard's own figures, and colours that people can read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.colour import Colour, contrast, lowest_contrast, nearest_readable, scale
from hylla.formats.colour.scale import DARK, LIGHT

COLOURS = st.builds(Colour, *[st.integers(0, 255)] * 3)
WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)
PAPER, NIGHT = Colour.parse("#f8f7f3"), Colour.parse("#14191a")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
        ("#123456", "#123456", 1.0),
    ],
)
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast(Colour.parse(one), Colour.parse(other)) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ("text", "lightness", "chroma", "hue"),
    # From CSS Color 4's examples and its reference conversion.
    [
        ("#ff0000", 0.628, 0.258, 29.2),
        ("#00ff00", 0.866, 0.295, 142.5),
        ("#0000ff", 0.452, 0.313, 264.1),
        ("#ffffff", 1.0, 0.0, None),
    ],
)
def test_lightness_chroma_and_hue(
    text: str, lightness: float, chroma: float, hue: float | None
) -> None:
    found = Colour.parse(text).oklch
    assert found.lightness == pytest.approx(lightness, abs=0.002)
    assert found.chroma == pytest.approx(chroma, abs=0.002)
    if hue is not None:
        assert found.hue == pytest.approx(hue, abs=0.3)


@pytest.mark.parametrize("text", ["", "0b5563", "#0b556", "#0b55633", "#gggggg", "teal"])
def test_what_is_no_colour(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        Colour.parse(text)


@given(COLOURS)
def test_a_colour_is_what_it_is_written_as(colour: Colour) -> None:
    assert Colour.parse(str(colour)) == colour


@given(COLOURS)
def test_there_and_back_is_the_same_colour(colour: Colour) -> None:
    back = Colour.from_oklch(colour.oklch)
    assert (
        max(
            abs(back.red - colour.red), abs(back.green - colour.green), abs(back.blue - colour.blue)
        )
        <= 1
    )


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways(one: Colour, other: Colour) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(COLOURS, st.sampled_from([PAPER, NIGHT, WHITE, BLACK]), st.sampled_from([3.0, 4.5, 7.0]))
def test_the_nearest_can_be_read_and_what_can_be_read_stays(
    colour: Colour, ground: Colour, least: float
) -> None:
    nearest = nearest_readable(colour, [ground], least=least)
    assert contrast(nearest, ground) >= least
    if contrast(colour, ground) >= least:
        assert nearest == colour


def test_nothing_can_be_read_on_white_and_on_black() -> None:
    with pytest.raises(ValueError, match="contrast of 7"):
        nearest_readable(Colour(90, 90, 90), [WHITE, BLACK], least=7)


@given(COLOURS, st.booleans())
def test_every_scale_can_be_read(colour: Colour, dark: bool) -> None:
    ground, surface = (NIGHT, Colour.parse("#1c2324")) if dark else (PAPER, WHITE)
    made = scale(colour, ground=ground, surface=surface)
    grounds = [ground, surface, made["surface-tinted"], made["surface-hover"]]
    assert lowest_contrast(made["text-subtle"], grounds) >= 4.5
    assert lowest_contrast(made["text-default"], grounds) >= 7
    assert lowest_contrast(made["border-default"], grounds) >= 3
    for base in ("base-default", "base-hover", "base-active"):
        assert contrast(made[base], made["base-contrast-default"]) >= 4.5
    assert set(LIGHT) == set(DARK) <= set(made)
