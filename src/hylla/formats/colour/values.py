"""A colour of the screen, and its lightness, chroma and hue in OKLCH (CSS Color 4, §9)."""

import math
import re
from dataclasses import dataclass
from typing import Self

HEX = re.compile(r"#[0-9a-f]{6}")
# From CSS Color 4, §20: linear sRGB to the cones' answers, and those to OKLab.
TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
FROM_CONES = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
Three = tuple[float, float, float]


@dataclass(frozen=True)
class Oklch:
    """Lightness 0 to 1, chroma from 0, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


@dataclass(frozen=True)
class Colour:
    """Red, green and blue, each 0 to 255 (sRGB)."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a colour such as #0b5563.

        :raises ValueError: it is not written so.
        """
        if not HEX.fullmatch(text.lower()):
            raise ValueError(text)
        return cls(*(int(text[at : at + 2], 16) for at in (1, 3, 5)))

    @classmethod
    def from_oklch(cls, look: Oklch) -> Self:
        """Return the nearest colour a screen has: with less chroma where it lacks that much."""
        low, high = 0.0, look.chroma
        if not _shown(_linear(look)):
            while high - low > 0.001:
                middle = (low + high) / 2
                inside = _shown(_linear(Oklch(look.lightness, middle, look.hue)))
                low, high = (middle, high) if inside else (low, middle)
            high = low
        linear = _linear(Oklch(look.lightness, high, look.hue))
        return cls(*(round(255 * _gamma(min(1.0, max(0.0, part)))) for part in linear))

    @property
    def oklch(self) -> Oklch:
        """How light, how strong and of which hue it is."""
        red, green, blue = self.linear
        cones = _times(TO_CONES, (red, green, blue))
        light, a, b = _times(TO_LAB, tuple(math.cbrt(each) for each in cones))
        return Oklch(light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)

    @property
    def linear(self) -> Three:
        """The parts as amounts of light, 0 to 1."""
        return (_light(self.red), _light(self.green), _light(self.blue))

    def __str__(self) -> str:
        """Write it as in style sheets."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


def _light(part: int) -> float:
    """Return the amount of light of a part (WCAG 2.2, relative luminance)."""
    share = part / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _gamma(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else 1.055 * float(light ** (1 / 2.4)) - 0.055


def _linear(look: Oklch) -> Three:
    angle = math.radians(look.hue)
    lab = (look.lightness, look.chroma * math.cos(angle), look.chroma * math.sin(angle))
    light, medium, short = _times(FROM_LAB, lab)
    return _times(FROM_CONES, (light**3, medium**3, short**3))


def _shown(linear: Three) -> bool:
    return all(-0.0001 <= part <= 1.0001 for part in linear)


def _times(matrix: tuple[Three, ...], vector: tuple[float, ...]) -> Three:
    first, second, third = (
        sum(factor * part for factor, part in zip(row, vector, strict=True)) for row in matrix
    )
    return (first, second, third)
