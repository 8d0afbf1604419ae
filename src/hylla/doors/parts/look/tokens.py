"""The colours of every page as custom properties, by the design system's names.

Five scales are the same everywhere; the sixth, `accent`, is the library's own.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from hylla.formats.colour import Colour, Scale, scale
from hylla.privacy.policy.look import (
    DARK_PAPER,
    DARK_SUNKEN,
    DARK_SURFACE,
    PAPER,
    SUNKEN,
    SURFACE,
    Look,
)

# By day, in the dark. Each is a word with an icon as well: nothing is told by colour alone.
TONES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "info": ("#1f5a8a", "#93c4ee"),
        "success": ("#1f6b3f", "#8fd3a6"),
        "warning": ("#7a5200", "#e9c46a"),
        "danger": ("#a3242f", "#ffa9a6"),
    }
)
# Birch and slate: no tone, and no library's. Chosen, not derived: nearly all text is theirs.
NEUTRAL_BY_DAY = {
    "surface-tinted": "#f3f1eb",
    "surface-hover": "#eae7de",
    "surface-active": "#dfdbd0",
    "border-subtle": "#d8d4c9",
    "border-default": "#75746a",
    "border-strong": "#54544c",
    "text-subtle": "#50534d",
    "text-default": "#1b1f1e",
    "base-default": "#2c302e",
    "base-hover": "#1b1f1e",
    "base-active": "#000000",
    "base-contrast-subtle": "#efede6",
    "base-contrast-default": "#ffffff",
}
NEUTRAL_BY_NIGHT = {
    "surface-tinted": "#242c2d",
    "surface-hover": "#2d3637",
    "surface-active": "#384243",
    "border-subtle": "#3a4445",
    "border-default": "#879391",
    "border-strong": "#b2bcba",
    "text-subtle": "#b2bcba",
    "text-default": "#ebeeec",
    "base-default": "#dfe4e2",
    "base-hover": "#ebeeec",
    "base-active": "#ffffff",
    "base-contrast-subtle": "#1c2324",
    "base-contrast-default": "#14191a",
}
# Whoever asks the system for more contrast gets it: no soft text, no soft line.
MORE_CONTRAST = "@media (prefers-contrast: more) {{ :root {{ {soft} }} }}"
SOFT = {"text-subtle": "text-default", "border-subtle": "border-default"}


def tokens(look: Look) -> str:
    """Return the colours of a library's pages, in light and in the dark."""
    soft = "".join(
        f"--ds-color-{name}-{weak}:var(--ds-color-{name}-{strong});"
        for name in by_day(look)
        for weak, strong in SOFT.items()
    )
    return (
        f":root{{color-scheme:light dark;{_declared(by_day(look))}}}"
        f"@media (prefers-color-scheme: dark){{:root{{{_declared(by_night(look))}}}}}"
        f"{MORE_CONTRAST.format(soft=soft)}"
        f"{''.join(_chosen(name, of) for name, of in by_day(look).items())}"
    )


def by_day(look: Look) -> Mapping[str, Scale]:
    """Return every scale on light grounds."""
    derived = {
        "accent": look.by_day,
        **{name: Colour.parse(day) for name, (day, _) in TONES.items()},
    }
    scales = {
        name: scale(colour, ground=PAPER, surface=SURFACE) for name, colour in derived.items()
    }
    return {**scales, "neutral": _neutral(NEUTRAL_BY_DAY, PAPER, SURFACE, SUNKEN)}


def by_night(look: Look) -> Mapping[str, Scale]:
    """Return every scale on dark grounds."""
    derived = {
        "accent": look.by_night,
        **{name: Colour.parse(night) for name, (_, night) in TONES.items()},
    }
    scales = {
        name: scale(colour, ground=DARK_PAPER, surface=DARK_SURFACE)
        for name, colour in derived.items()
    }
    return {**scales, "neutral": _neutral(NEUTRAL_BY_NIGHT, DARK_PAPER, DARK_SURFACE, DARK_SUNKEN)}


def _neutral(own: Mapping[str, str], paper: Colour, surface: Colour, sunken: Colour) -> Scale:
    return {
        "background-default": paper,
        "background-tinted": sunken,
        "surface-default": surface,
        **{name: Colour.parse(value) for name, value in own.items()},
    }


def _declared(scales: Mapping[str, Scale]) -> str:
    return "".join(_properties(scales)) + _focus(scales["neutral"])


def _properties(scales: Mapping[str, Scale]) -> Iterator[str]:
    for name, colours in scales.items():
        yield from (f"--ds-color-{name}-{of}:{colour};" for of, colour in colours.items())


def _focus(neutral: Scale) -> str:
    outer, inner = neutral["text-default"], neutral["surface-default"]
    return f"--ds-color-focus-outer:{outer};--ds-color-focus-inner:{inner};"


def _chosen(name: str, scale_of: Scale) -> str:
    """Let an element choose a scale with `data-color`; without one it is the library's."""
    selector = ":root,[data-color=accent]" if name == "accent" else f"[data-color={name}]"
    own = "".join(f"--ds-color-{of}:var(--ds-color-{name}-{of});" for of in scale_of)
    return f"{selector}{{{own}}}"
