"""What the conversions to MARC 21 share: fields that move, and what has no place of its own.

Nothing is thrown away. A subfield that means something else in MARC 21 moves to $9, with its old
code before it (`$9 j=n.`); so does an indicator that is replaced (`$9 ind=#0`). A field without a
place in MARC 21 stands in 989 as it was, its old tag in a $9 before the rest.
"""

from collections.abc import Collection, Mapping

from .facts import Audience, BookFacts, Material
from .record import Field, Subfield

LOCAL = "9"
KEPT = "989"
CODED = "008"
_BLANK = "  "
# Leader/06-07 of what MARC 21 would otherwise take for something else, see `marc21.material`.
_TYPES: Mapping[str, str] = {
    Material.BOOK: "a",
    Material.AUDIOBOOK: "i",
    Material.MUSIC: "j",
    Material.FILM: "g",
    Material.GAME: "m",
    Material.PERIODICAL: "a",
    Material.MAP: "e",
    Material.OTHER: "r",
}
_PLACES: Mapping[str, tuple[int, str]] = {
    Material.FILM: (33, "v"),
    Material.GAME: (26, "g"),
    Material.OTHER: (33, " "),
}
_AUDIENCES: Mapping[str, str] = {Audience.CHILD: "j", Audience.ADULT: "e"}
_NO_AUDIENCE = frozenset({Material.MAP, Material.PERIODICAL})


def kept(field: Field) -> Field:
    """Return a field that has no place, as it was, under 989."""
    parts = field.subfields or (Subfield("a", field.value),)
    return Field(KEPT, "", field.indicators, (Subfield(LOCAL, field.tag), *parts))


def noted(old: str, value: str) -> Subfield:
    """Return what has no code of its own, with the code it had."""
    return Subfield(LOCAL, f"{old}={value}")


def moved(
    field: Field,
    tag: str,
    *,
    codes: Mapping[str, str] | None = None,
    strange: Collection[str] = (),
    indicators: str | None = None,
) -> Field:
    """Return a field under a tag.

    `codes` are the only ones that have a place, with their new names; without, all have one but
    those that are `strange`.
    """
    parts = [_part(each, codes, strange) for each in field.subfields]
    given = field.indicators if indicators is None else indicators
    if given != field.indicators and field.indicators.strip():
        parts.append(noted("ind", field.indicators.replace(" ", "#")))
    return Field(tag, field.value, given, tuple(parts))


def _part(part: Subfield, codes: Mapping[str, str] | None, strange: Collection[str]) -> Subfield:
    if codes is None:
        return noted(part.code, part.value) if part.code in strange else part
    new = codes.get(part.code)
    return Subfield(new, part.value) if new else noted(part.code, part.value)


def series(field: Field) -> list[Field]:
    """Return a series as transcribed (490), and as it is found by (830)."""
    shown = tuple(part for part in field.subfields if part.code in "axv")
    filing = field.indicators[1:2] if field.indicators[1:2].isdigit() else "0"
    traced = moved(field, "830", strange="136", indicators=f" {filing}")
    if not shown:
        return [traced]
    return [Field("490", "", "1 ", shown), traced]


def of_person(field: Field) -> str:
    """Return the indicators of a person's name: whether it is inverted."""
    return "1 " if "," in field.first("a") else "0 "


def leader_of(leader: str, facts: BookFacts, *, level: str = "m") -> str:
    """Return a leader that tells the material as MARC 21 does."""
    told = leader.ljust(24)
    if facts.material is Material.PERIODICAL:
        level = "s"
    return f"{told[:6]}{_TYPES[facts.material]}{level}{told[8:]}"


def coded(fixed: str, facts: BookFacts) -> str:
    """Return 008 with the codes for material and audience that MARC 21 has."""
    codes = list(fixed.ljust(40)[:40])
    if facts.material not in _NO_AUDIENCE:
        codes[22] = _AUDIENCES.get(facts.audience, " ")
    if facts.material in _PLACES:
        place, code = _PLACES[facts.material]
        codes[place] = code
    return "".join(codes)
