"""Whether people can read one colour on another, and the nearest that they can (WCAG 2.2)."""

from collections.abc import Callable, Iterable, Sequence

from hylla.formats.colour.values import Colour, Oklch

HALVINGS = 12


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
    own = colour.oklch

    def at(lightness: float) -> Colour:
        return Colour.from_oklch(Oklch(lightness, own.chroma, own.hue))

    def is_readable(lightness: float) -> bool:
        return lowest_contrast(at(lightness), grounds) >= least

    found = [_first(is_readable, own.lightness, end) for end in (0.0, 1.0) if is_readable(end)]
    if not found:
        names = ", ".join(map(str, grounds))
        raise ValueError(f"nothing has a contrast of {least} on all of {names}")
    return at(min(found, key=lambda lightness: abs(lightness - own.lightness)))


def _first(is_readable: Callable[[float], bool], start: float, end: float) -> float:
    """Return the lightness nearest to `start` that can be read; at `end` it can."""
    for _ in range(HALVINGS):
        middle = (start + end) / 2
        start, end = (start, middle) if is_readable(middle) else (middle, end)
    return end
