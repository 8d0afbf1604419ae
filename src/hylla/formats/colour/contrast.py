"""Whether people can read one colour on another, and the nearest that they can (WCAG 2.2)."""

from collections.abc import Iterable, Iterator, Sequence

from hylla.formats.colour.values import Colour, Oklch

STEPS = 1000


def luminance(colour: Colour) -> float:
    """Return how much light a colour gives, 0 to 1 (WCAG 2.2, relative luminance)."""
    red, green, blue = colour.linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lowest_contrast(colour: Colour, grounds: Iterable[Colour]) -> float:
    """Return the contrast on the ground where it is lowest."""
    return min(contrast(colour, ground) for ground in grounds)


def nearest_readable(colour: Colour, grounds: Sequence[Colour], *, least: float) -> Colour:
    """Return the colour itself, or the nearest of its hue with that contrast on every ground.

    :raises ValueError: no colour has it on all of them, as when they are both light and dark.
    """
    if lowest_contrast(colour, grounds) >= least:
        return colour
    for lightness in _outwards(colour.oklch.lightness):
        tried = Colour.from_oklch(Oklch(lightness, colour.oklch.chroma, colour.oklch.hue))
        if lowest_contrast(tried, grounds) >= least:
            return tried
    raise ValueError(f"nothing has a contrast of {least} on all of {', '.join(map(str, grounds))}")


def _outwards(start: float) -> Iterator[float]:
    """Yield lightnesses from the nearest to the farthest, black and white included."""
    for step in range(STEPS + 1):
        for lightness in (start - step / STEPS, start + step / STEPS):
            if 0 <= lightness <= 1:
                yield lightness
    yield from (0.0, 1.0)
