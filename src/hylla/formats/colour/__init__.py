"""Colours as people see them: contrast (WCAG 2.2), and lightness, chroma and hue (OKLCH)."""

from hylla.formats.colour.contrast import contrast, lowest_contrast, nearest_readable
from hylla.formats.colour.scale import Scale, scale
from hylla.formats.colour.values import Colour

__all__ = ["Colour", "Scale", "contrast", "lowest_contrast", "nearest_readable", "scale"]
