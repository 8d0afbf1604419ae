"""From one colour the sixteen that a page needs of it, by the design system's names."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from hylla.formats.colour.contrast import contrast, nearest_readable
from hylla.formats.colour.values import Colour, Oklch

Scale = Mapping[str, Colour]

WHITE, BLACK = Colour(255, 255, 255), Colour(16, 20, 20)
TEXT, BORDER = 4.5, 3.0
# Lightness and the most chroma of the grounds, in light and in the dark.
LIGHT = {
    "background-tinted": (0.965, 0.012),
    "surface-tinted": (0.945, 0.022),
    "surface-hover": (0.915, 0.034),
    "surface-active": (0.88, 0.045),
    "border-subtle": (0.85, 0.05),
}
DARK = {
    "background-tinted": (0.2, 0.02),
    "surface-tinted": (0.285, 0.035),
    "surface-hover": (0.325, 0.042),
    "surface-active": (0.37, 0.05),
    "border-subtle": (0.42, 0.055),
}


def scale(colour: Colour, *, ground: Colour, surface: Colour) -> Scale:
    """Return the colours by name; `colour` is itself where it can be read on the grounds.

    Text on any of the grounds has a contrast of 4.5 (WCAG 2.2, 1.4.3), a border 3 (1.4.11).
    """
    is_dark = ground.oklch.lightness < 0.5
    tints = {name: _tint(colour, *of) for name, of in (DARK if is_dark else LIGHT).items()}
    grounds = [ground, surface, *(tints[name] for name in ("surface-tinted", "surface-hover"))]
    step = 0.06 if is_dark else -0.06
    base = nearest_readable(colour, [ground, surface], least=TEXT)
    return MappingProxyType(
        {
            "background-default": ground,
            "surface-default": surface,
            **tints,
            "border-default": nearest_readable(colour, grounds, least=BORDER),
            "border-strong": nearest_readable(colour, grounds, least=TEXT),
            "text-subtle": nearest_readable(colour, grounds, least=TEXT),
            "text-default": _text(colour, grounds, lightness=0.93 if is_dark else 0.3),
            "base-default": base,
            "base-hover": _moved(base, step),
            "base-active": _moved(base, 2 * step),
            "base-contrast-default": on(base),
            "base-contrast-subtle": on(base),
        }
    )


def on(colour: Colour) -> Colour:
    """Return what is best read on a colour, white or black."""
    return max((WHITE, BLACK), key=lambda each: contrast(each, colour))


def _tint(colour: Colour, lightness: float, chroma: float) -> Colour:
    own = colour.oklch
    return Colour.from_oklch(Oklch(lightness, min(own.chroma, chroma), own.hue))


def _text(colour: Colour, grounds: Sequence[Colour], *, lightness: float) -> Colour:
    own = colour.oklch
    wished = Colour.from_oklch(Oklch(lightness, min(own.chroma, 0.06), own.hue))
    return nearest_readable(wished, grounds, least=7)


def _moved(colour: Colour, step: float) -> Colour:
    own = colour.oklch
    return Colour.from_oklch(Oklch(min(1, max(0, own.lightness + step)), own.chroma, own.hue))
