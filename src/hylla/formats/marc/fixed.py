"""The places of the leader, 006, 007 and 008 that say something, and how a new record begins.

Source: MARC 21 Format for Bibliographic Data, Leader and 006 to 008.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from .record import Field, Record, Subfield

LEADER_LENGTH, FIXED_LENGTH = 24, 40
_AUDIENCE_OF = frozenset("acdgijkmort")
_TEXTS = frozenset("at")
_FORM_AT_29 = frozenset("efgkor")


class Part(StrEnum):
    """A place, by what it tells."""

    TYPE = "type"
    LEVEL = "level"
    RULES = "rules"
    DATE_TYPE = "date_type"
    YEAR = "year"
    YEAR_2 = "year_2"
    COUNTRY = "country"
    AUDIENCE = "audience"
    FORM = "form"
    LITERARY = "literary"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands; `codes` are to choose from, without them it is written."""

    in_leader: bool
    start: int
    length: int = 1
    codes: str = ""


_PLACES: Mapping[Part, Place] = {
    Part.TYPE: Place(True, 6, codes="acdefgijkmoprt"),
    Part.LEVEL: Place(True, 7, codes="msabci"),
    Part.RULES: Place(True, 18, codes=" aicn"),
    Part.DATE_TYPE: Place(False, 6, codes="smrtqcdunb|"),
    Part.YEAR: Place(False, 7, 4),
    Part.YEAR_2: Place(False, 11, 4),
    Part.COUNTRY: Place(False, 15, 3),
    Part.AUDIENCE: Place(False, 22, codes=" abcdefgj|"),
    Part.FORM: Place(False, 23, codes=" abcdfoqrs|"),
    Part.LITERARY: Place(False, 33, codes="01cdefhijmpsu|"),
    Part.LANGUAGE: Place(False, 35, 3),
}


class Carrier(StrEnum):
    """A place of 007."""

    CATEGORY = "category"
    KIND = "kind"


# What 007/01 may be, by what 007/00 is; of others no more than these.
_KINDS: Mapping[str, str] = {
    "a": "dgjkqrsuyz",
    "c": "abcdefhjkmorsuz",
    "s": "degiqrstuwz",
    "t": "abcduz",
    "v": "cdfruz",
}
_OTHER_KINDS = "uz"
_CATEGORIES = "acdfghkmoqrstvz"
_IN_006 = 17
"""So many places before those of 008 for the same kind."""


def coded_places(tag: str, value: str) -> Mapping[Part | Carrier, Place]:
    """Return the places of 006 and 007 that are chosen in words; none of other fields."""
    kind = value[:1]
    if tag == "007":
        kinds = _KINDS.get(kind, _OTHER_KINDS)
        return {
            Carrier.CATEGORY: Place(False, 0, codes=_CATEGORIES),
            Carrier.KIND: Place(False, 1, codes=f"{kinds}|"),
        }
    if tag != "006":
        return {}
    told: dict[Part | Carrier, Place] = {
        Part.TYPE: Place(False, 0, codes=f"{_PLACES[Part.TYPE].codes}s")
    }
    for part, at in places_of(f"{'':6}{kind or ' '}m").items():
        if part in _OF_006:
            told[part] = replace(at, start=at.start - _IN_006)
    return told


_OF_006 = {Part.AUDIENCE, Part.FORM, Part.LITERARY}


def with_codes(field: Field, told: Mapping[str, str], *, was: str) -> Field:
    """Return 006 or 007 with what was chosen; what was written in a place stands, if none was.

    `was` is the value that was shown beside the choices.
    """
    value = field.value
    for part, place in coded_places(field.tag, was).items():
        code = told.get(part, "")
        if len(code) != 1 or code == was[place.start : place.start + 1]:
            continue
        value = value.ljust(place.start)
        value = value[: place.start] + code + value[place.start + 1 :]
    return replace(field, value=value)


def places_of(leader: str) -> Mapping[Part, Place]:
    """Return the parts that a record of its type has."""
    kind, level = leader[6:7], leader[7:8]
    is_text = kind in _TEXTS and level not in {"s", "b", "i"}
    form = replace(_PLACES[Part.FORM], start=29 if kind in _FORM_AT_29 else 23)
    without = {Part.AUDIENCE} if kind not in _AUDIENCE_OF or level in {"s", "b", "i"} else set()
    without |= set() if is_text else {Part.LITERARY}
    return {p: form if p is Part.FORM else at for p, at in _PLACES.items() if p not in without}


def parts_of(record: Record) -> Mapping[Part, str]:
    """Return what each part says."""
    leader, fixed = _padded(record)
    return {
        part: (leader if place.in_leader else fixed)[place.start : place.start + place.length]
        for part, place in places_of(leader).items()
    }


def with_parts(record: Record, parts: Mapping[Part, str]) -> Record:
    """Return a record in which the parts say this; others stay as they are."""
    leader, fixed = _padded(record)
    for part, place in places_of(leader).items():
        if part not in parts:
            continue
        told = parts[part][: place.length].ljust(place.length)
        if not told.isascii() or not told.isprintable():
            continue
        if place.in_leader:
            leader = leader[: place.start] + told + leader[place.start + place.length :]
        else:
            fixed = fixed[: place.start] + told + fixed[place.start + place.length :]
    rest = [each for each in record.fields if each.tag != "008"]
    at = sum(each.tag < "008" for each in rest)
    return replace(record, leader=leader, fields=(*rest[:at], Field("008", fixed), *rest[at:]))


def _padded(record: Record) -> tuple[str, str]:
    leader = record.leader.ljust(LEADER_LENGTH)[:LEADER_LENGTH]
    return leader, record.control("008").ljust(FIXED_LENGTH)[:FIXED_LENGTH]


class Start(StrEnum):
    """What a new record is of."""

    BOOK = "book"
    E_BOOK = "e_book"
    AUDIOBOOK = "audiobook"
    FILM = "film"
    MUSIC = "music"
    PERIODICAL = "periodical"
    GAME = "game"
    MAP = "map"
    THING = "thing"


# Leader/06-07; in 008 what is set at which place; and content, medium and carrier (RDA).
_STARTS: Mapping[Start, tuple[str, Mapping[int, str], tuple[str, str, str]]] = {
    Start.BOOK: ("am", {33: "0"}, ("txt", "n", "nc")),
    Start.E_BOOK: ("am", {23: "o", 33: "0"}, ("txt", "c", "cr")),
    Start.AUDIOBOOK: ("im", {}, ("spw", "s", "sd")),
    Start.FILM: ("gm", {33: "v"}, ("tdi", "v", "vd")),
    Start.MUSIC: ("jm", {}, ("prm", "s", "sd")),
    Start.PERIODICAL: ("as", {18: "q", 19: "r"}, ("txt", "n", "nc")),
    Start.GAME: ("mm", {26: "g"}, ("cop", "c", "cd")),
    Start.MAP: ("em", {}, ("cri", "n", "nb")),
    Start.THING: ("rm", {33: "r"}, ("tdf", "n", "nr")),
}
_ISSUED = {Start.PERIODICAL: "022"}
_WITHOUT_AUTHOR = {Start.PERIODICAL, Start.FILM, Start.GAME, Start.THING, Start.MAP}


def beginning(start: Start, *, day: str, language: str, country: str) -> Record:
    """Return what a new record begins with; `day` is written as in 008 (250131)."""
    kind, places, (content, medium, carrier) = _STARTS[start]
    fixed = list(f"{day}s        {country:3.3}".ljust(35) + f"{language:3.3} d")
    for place, code in places.items():
        fixed[place] = code
    number = _ISSUED.get(start, "020")
    author = () if start in _WITHOUT_AUTHOR else (_empty("100", "1 ", "ad4"),)
    fields = (
        Field("008", "".join(fixed)),
        _empty(number, "  ", "a"),
        _empty("082", "04", "a2"),
        *author,
        _empty("245", "00" if not author else "10", "abc"),
        _empty("264", " 1", "abc"),
        _empty("300", "  ", "ac"),
        Field("336", "", "  ", (Subfield("b", content), Subfield("2", "rdacontent"))),
        Field("337", "", "  ", (Subfield("b", medium), Subfield("2", "rdamedia"))),
        Field("338", "", "  ", (Subfield("b", carrier), Subfield("2", "rdacarrier"))),
        _empty("520", "  ", "a"),
        _empty("650", " 4", "a"),
        *((_empty("856", "40", "u"),) if start is Start.E_BOOK else ()),
    )
    return Record(f"00000n{kind} a2200000 i 4500", fields)


def copied(record: Record) -> Record:
    """Return a record without what is only its own: its number, other systems' numbers for it."""
    own = {"001", "003", "005", "035", "852", "876"}
    return replace(record, fields=tuple(each for each in record.fields if each.tag not in own))


def _empty(tag: str, indicators: str, codes: str) -> Field:
    return Field(tag, "", indicators, tuple(Subfield(code, "") for code in codes))
