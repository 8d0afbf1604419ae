"""A library's own colour and mark, and whether everyone can read what is written in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from xml.etree import ElementTree

from hylla.formats.colour import Colour, lowest_contrast, nearest_readable
from hylla.privacy.policy.phrases import phrase
from hylla.privacy.policy.shape import Form

Hex = Annotated[str, Form(r"#[0-9a-f]{6}", phrase("a colour such as #0b5563, in small letters"))]

# What pages are written on, and what stands on that: in light, and in the dark.
PAPER, SURFACE, SUNKEN = (Colour.parse(each) for each in ("#f8f7f3", "#ffffff", "#efede6"))
DARK_PAPER, DARK_SURFACE, DARK_SUNKEN = (
    Colour.parse(each) for each in ("#14191a", "#1c2324", "#0e1213")
)
LIGHT_GROUNDS = (SURFACE, PAPER, SUNKEN)
DARK_GROUNDS = (DARK_SURFACE, DARK_PAPER, DARK_SUNKEN)
READABLE = 4.5
# What derived colours get, so that the dark page is calm and not grey.
READABLE_IN_THE_DARK = 8.0
WCAG = "WCAG 2.2, 1.4.3"

LARGEST_MARK = 8_000
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset({"svg", "g", "title", "path", "rect", "circle", "ellipse", "line", "polygon"})
TRAITS = frozenset(
    {
        *("viewBox", "width", "height", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r"),
        *("rx", "ry", "points", "transform", "fill", "fill-rule", "opacity", "stroke"),
        *("stroke-width", "stroke-linecap", "stroke-linejoin"),
    }
)


@dataclass(frozen=True)
class Look:
    """How a library's pages can be told from another's."""

    colour: Hex = "#0b5563"
    """Links, buttons and marks by day."""
    colour_dark: Hex | None = None
    """The same in the dark; otherwise the nearest to `colour` that can be read there."""
    mark: str = ""
    """A drawing (SVG) that stands before the library's name."""

    @property
    def by_day(self) -> Colour:
        """The colour on light grounds."""
        return Colour.parse(self.colour)

    @property
    def by_night(self) -> Colour:
        """The colour on dark grounds."""
        if self.colour_dark is not None:
            return Colour.parse(self.colour_dark)
        return nearest_readable(self.by_day, DARK_GROUNDS, least=READABLE_IN_THE_DARK)


@dataclass(frozen=True)
class Unreadable:
    """A colour that some people could not read."""

    key: str
    found: str
    allowed: str


def unreadable(look: Look) -> list[Unreadable]:
    """Return the colours with too little contrast, each with the nearest that has enough.

    The look may be half read: a value that could not be read is None whatever its type says.
    """
    named = (
        ("colour", look.colour, LIGHT_GROUNDS),
        ("colour_dark", look.colour_dark, DARK_GROUNDS),
    )
    return [
        _too_weak(key, Colour.parse(value), grounds)
        for key, value, grounds in named
        if value and lowest_contrast(Colour.parse(value), grounds) < READABLE
    ]


def _too_weak(key: str, colour: Colour, grounds: Sequence[Colour]) -> Unreadable:
    ratio = _figure(lowest_contrast(colour, grounds))
    found = phrase("%(colour)s, with a contrast of %(ratio)s to 1", colour=colour, ratio=ratio)
    near = nearest_readable(colour, grounds, least=READABLE)
    allowed = phrase("at least %(least)s to 1; the nearest is %(near)s", least=READABLE, near=near)
    return Unreadable(key, found, allowed)


def _figure(ratio: float) -> str:
    """Write a contrast with two decimals, cut off: 4.498 is not 4.5."""
    return f"{int(ratio * 100) / 100:.2f}"


def unfit_mark(text: str) -> str:
    """Return what is wrong with a mark, or nothing.

    Shapes only: no script, no style, no text in a font, nothing that is fetched.
    """
    if len(text) > LARGEST_MARK:
        return phrase("%(number)s letters", number=len(text))
    if "<!" in text or "<?" in text:
        return phrase("a declaration or a comment")
    try:
        # Without declarations there are no entities to unfold.
        root = ElementTree.fromstring(text)  # noqa: S314 - declarations are refused above
    except ElementTree.ParseError as error:
        return str(error)
    if root.tag != f"{SVG}svg" or "viewBox" not in root.attrib:
        return phrase("no <svg> with its namespace and a viewBox")
    for element in root.iter():
        if element.tag.removeprefix(SVG) not in SHAPES:
            return f"<{element.tag.removeprefix(SVG)}>"
        foreign = sorted(set(element.attrib) - TRAITS)
        if foreign or any("url" in value for value in element.attrib.values()):
            what = foreign[0] if foreign else phrase("a reference")
            return phrase("%(what)s in a <%(tag)s>", what=what, tag=element.tag[len(SVG) :])
    return ""
