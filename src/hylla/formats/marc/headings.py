"""Headings: what in a field names a person, a body, a subject or a series, and what is its own.

A field under authority control has the parts of its heading, perhaps of a title under it and of
subdivisions, and parts of its own: roles, links, the number of a volume. Source: MARC 21 Format for
Bibliographic Data and for Authority Data.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from .record import Field, Record, Subfield
from .wording import plain


class Family(StrEnum):
    """What may be one heading; the value is how its keys begin."""

    PERSON = "p"
    BODY = "c"
    MEETING = "m"
    TITLE = "u"
    EVENT = "n"
    PERIOD = "y"
    TOPIC = "t"
    PLACE = "g"
    GENRE = "f"


class Role(StrEnum):
    """What a subfield is in its field."""

    NAME = "name"
    TITLE = "title"
    DIVISION = "division"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which subfields name whom or what, and which a title under it."""

    name: str
    title: str = ""


_SHAPES: Mapping[Family, _Shape] = {
    Family.PERSON: _Shape("abcdgjq", "fklmnoprst"),
    Family.BODY: _Shape("abcdgn", "fklmoprst"),
    Family.MEETING: _Shape("acdegnq", "fklpst"),
    Family.TITLE: _Shape("adfgklmnoprst"),
    Family.EVENT: _Shape("acdg"),
    Family.PERIOD: _Shape("a"),
    Family.TOPIC: _Shape("abcdg"),
    Family.PLACE: _Shape("ag"),
    Family.GENRE: _Shape("a"),
}
_OF_NAMES = {Family.PERSON, Family.BODY, Family.MEETING}
# Behind $t these tell of the title: its number, date and place, not the body's.
_AFTER_TITLE = "dgn"
_DIVISIONS = "vxyz"
_BY_END: Mapping[str, Family] = {
    "00": Family.PERSON,
    "10": Family.BODY,
    "11": Family.MEETING,
    "30": Family.TITLE,
    "47": Family.EVENT,
    "48": Family.PERIOD,
    "50": Family.TOPIC,
    "51": Family.PLACE,
    "55": Family.GENRE,
}
CONTROLLED: Mapping[str, Family] = {
    **{f"{first}{end}": _BY_END[end] for first in "1678" for end in ("00", "10", "11", "30")},
    **{f"6{end}": _BY_END[end] for end in ("47", "48", "50", "51", "55")},
    "440": Family.TITLE,
}
"""The fields of a title that are under an authority; 490 and 653 are as they stand there."""

HEADINGS: Mapping[str, Family] = {f"1{end}": family for end, family in _BY_END.items()}
"""The fields in which an authority record has its heading; its variants stand in 4XX."""

_SPACES = re.compile(r"\s+")
_ENDS = re.compile(r"\s*([,.;:])$")
_CLOSED = (".", "-", ")", "?", "!")
_ROLES = "ej"


@dataclass(frozen=True, slots=True)
class Heading:
    """A field's heading with more and more left out: with its subdivisions first, bare last.

    `numbers` are those of $0, as `number_told` writes them.
    """

    tag: str
    family: Family
    forms: tuple[tuple[Subfield, ...], ...]
    numbers: tuple[str, ...]


def family_of(tag: str) -> Family | None:
    """Return what a field of a title, or of an authority (1XX, 4XX, 5XX), names."""
    return CONTROLLED.get(tag) or (_BY_END.get(tag[1:]) if tag[:1] in "145" else None)


def headings_of(record: Record) -> Iterator[Heading]:
    """Yield the headings of a title's record, in its order."""
    for field in record.fields:
        family = CONTROLLED.get(field.tag)
        if family is not None and field.subfields:
            yield Heading(field.tag, family, forms_of(field), tuple(numbers_in(field)))


def roles_in(field: Field) -> tuple[Role, ...]:
    """Return what each subfield of a field is."""
    family = family_of(field.tag)
    if family is None:
        return tuple(Role.OWN for _ in field.subfields)
    shape = _SHAPES[family]
    # In 440 these are the number and the ISSN.
    has_divisions = field.tag[0] in "1456" and field.tag != "440"
    roles: list[Role] = []
    is_title = False
    for part in field.subfields:
        is_title = is_title or (part.code == "t" and family in _OF_NAMES)
        roles.append(_role(part.code, shape, is_title=is_title, has_divisions=has_divisions))
    return tuple(roles)


def _role(code: str, shape: _Shape, *, is_title: bool, has_divisions: bool) -> Role:
    if is_title and code in shape.title + _AFTER_TITLE:
        return Role.TITLE
    if not is_title and code in shape.name:
        return Role.NAME
    if code in shape.title:
        return Role.TITLE
    return Role.DIVISION if has_divisions and code in _DIVISIONS else Role.OWN


def forms_of(field: Field) -> tuple[tuple[Subfield, ...], ...]:
    """Return a field's heading whole, then without subdivisions, then without a title under it."""
    told = [
        (part, role)
        for part, role in zip(field.subfields, roles_in(field), strict=True)
        if part.value.strip()
    ]
    wanted = (
        {Role.NAME, Role.TITLE, Role.DIVISION},
        {Role.NAME, Role.TITLE},
        {Role.NAME},
    )
    forms = (tuple(part for part, role in told if role in roles) for roles in wanted)
    return tuple(dict.fromkeys(form for form in forms if form))


def heading_text(field: Field) -> str:
    """Return a heading as it is read: `Čechov, Anton, 1860-1904`, `Bergen - Historie`."""
    text = ""
    for part, role in zip(field.subfields, roles_in(field), strict=True):
        value = _SPACES.sub(" ", part.value).strip()
        if role is Role.OWN or not value:
            continue
        text += _between(text, part, role) + value
    return text.rstrip(" ,;:/").strip()


def _between(text: str, part: Subfield, role: Role) -> str:
    if not text:
        return ""
    if role is Role.DIVISION:
        return " - "
    if text.endswith((",", ".", ";", ":", "(")) or part.value.lstrip().startswith("("):
        return " "
    return {"d": ", ", "t": ". ", "p": ". ", "n": ". "}.get(part.code, " ")


def number_told(text: str) -> str:
    """Return a number of an authority as all write it who mean the same, or nothing.

    `(DE-588)118540238`, `https://d-nb.info/gnd/118540238` are one, as are `n79021164` and
    `http://id.loc.gov/authorities/names/n79021164`.
    """
    told = _SPACES.sub("", text).casefold()
    for pattern, system in _ADDRESSES:
        if found := pattern.search(told):
            return f"{system}:{found[1]}"
    if found := _IN_SYSTEM.fullmatch(told):
        return f"{_SAME_SYSTEM.get(found[1], found[1])}:{found[2].rstrip('.')}"
    return f"uri:{told}" if _URI.match(told) else ""


_IN_SYSTEM = re.compile(r"\(([^()]+)\)(.+)")
_URI = re.compile(r"(?:https?://|urn:)\S+")
_LC = r"((?:n|nb|nr|no|ns|sh|sj|gf|mp|dg)[0-9]{6,12})"
_ADDRESSES = (
    (re.compile(r"^(?:https?://)?viaf\.org/viaf/([0-9]+)"), "viaf"),
    (re.compile(r"^(?:https?://)?(?:www\.)?isni\.org/(?:isni/)?([0-9]{15}[0-9x])"), "isni"),
    (re.compile(r"^(?:https?://)?(?:www\.)?wikidata\.org/(?:wiki|entity)/(q[0-9]+)"), "wikidata"),
    (re.compile(r"^(?:https?://)?d-nb\.info/gnd/([0-9x-]+)"), "de-588"),
    (re.compile(r"^(?:https?://)?id\.worldcat\.org/fast/(?:fst0*)?([0-9]+)"), "fast"),
    (re.compile(r"^\(ocolc\)fst0*([0-9]+)"), "fast"),
    (re.compile(rf"^(?:https?://)?id\.loc\.gov/authorities/[a-z]+/{_LC}$"), "dlc"),
    (re.compile(rf"^{_LC}$"), "dlc"),
)
_SAME_SYSTEM = {"gnd": "de-588", "lccn": "dlc", "naf": "dlc", "lcsh": "dlc", "orcid": "orcid"}


def numbers_in(field: Field) -> Iterator[str]:
    """Yield the numbers by which a field names its authority."""
    told = (number_told(part.value) for part in field.subfields if part.code == "0")
    return (each for each in dict.fromkeys(told) if each)


def reheaded(field: Field, old: Field, new: Field) -> Field:
    """Return a field under a heading that has become another; what is its own stays.

    As much is replaced as the old heading has: where that is a name, the title under it and the
    subdivisions stay. The sign that ends the heading in this field ends it still.
    """
    wanted = {role for role in roles_in(old) if role is not Role.OWN}
    roles = roles_in(field)
    places = [place for place, role in enumerate(roles) if role in wanted]
    if not places:
        return field
    was = next((p.value for p in reversed(_heading_parts(old))), "")
    last = places[-1]
    is_before_title = Role.TITLE in roles[last + 1 : last + 2]
    end = _end_of(field.subfields[last].value, is_before_title=is_before_title)
    parts = _heading_parts(new)
    if end and not was.rstrip().endswith(end.strip()):
        parts = _closed_by(parts, end)
    kept = [part for place, part in enumerate(field.subfields) if place not in places]
    before = sum(place not in places for place in range(places[0]))
    subfields = (*kept[:before], *parts, *kept[before:])
    return replace(field, indicators=_indicators(field, new), subfields=subfields)


def tied(field: Field, heading: Field, *, number: str) -> Field:
    """Return a field under the heading of an authority, with its number in $0."""
    gone = {Role.NAME, Role.TITLE} if Role.TITLE in roles_in(heading) else {Role.NAME}
    before: list[Subfield] = []
    after: list[Subfield] = []
    for part, role in _with_roles(field):
        if role in gone:
            # What stands before the name says how it belongs here ($i, $3).
            before, after = [*before, *after], []
        elif part.value.strip() and part.code != "0":
            after.append(part)
    parts = _heading_parts(heading)
    if any(part.code in _ROLES for part in after[:1]):
        parts = _closed_by(parts, ",")
    subfields = (*before, *parts, *after, Subfield("0", number))
    return replace(field, indicators=_indicators(field, heading), subfields=subfields)


def as_heading(field: Field) -> Field:
    """Return the heading of a title's field as an authority record has it, in 1XX.

    Without the title under a name and without subdivisions: it is the name or subject that is
    made an authority.
    """
    names = tuple(part for part, role in _with_roles(field) if role is Role.NAME)
    parts = _without_end(tuple(part for part in names if part.value.strip()))
    family = CONTROLLED[field.tag]
    own = field.indicators[:2].ljust(2)
    tag = next(tag for tag, of in HEADINGS.items() if of is family)
    if family in _OF_NAMES:
        return Field(tag, "", own[:1] + " ", parts)
    if family is Family.TITLE:
        skipped = own[1:] if field.tag in {"440", "830"} else own[:1]
        return Field(tag, "", " " + (skipped if skipped.isdigit() else "0"), parts)
    return Field(tag, "", "  ", parts)


def _without_end(parts: Sequence[Subfield]) -> tuple[Subfield, ...]:
    if not parts:
        return ()
    end = _end_of(parts[-1].value, is_before_title=False)
    value = parts[-1].value.rstrip()
    return (*parts[:-1], Subfield(parts[-1].code, value[: len(value) - len(end)]))


def with_number(field: Field, *, old: Iterable[str], number: str) -> Field:
    """Return a field in which $0 names another authority than one of the `old` numbers."""
    gone = set(old)
    kept = [p for p in field.subfields if p.code != "0" or number_told(p.value) not in gone]
    if len(kept) == len(field.subfields):
        return field
    return replace(field, subfields=(*kept, Subfield("0", number)))


def _with_roles(field: Field) -> Iterator[tuple[Subfield, Role]]:
    return zip(field.subfields, roles_in(field), strict=True)


def _heading_parts(field: Field) -> tuple[Subfield, ...]:
    return tuple(p for p, role in _with_roles(field) if role is not Role.OWN and p.value.strip())


def _end_of(value: str, *, is_before_title: bool) -> str:
    """Return the sign that ends a heading in a field; an initial has its point for itself."""
    value = value.rstrip()
    end = _ENDS.search(value)
    if end is None or (end[1] == "." and not is_before_title and plain(value) == value):
        return ""
    return end[0]


def _closed_by(parts: Sequence[Subfield], end: str) -> tuple[Subfield, ...]:
    if not parts:
        return ()
    last = parts[-1].value.rstrip()
    if last.endswith(end.strip()) or (end == "." and last.endswith(_CLOSED)):
        return tuple(parts)
    return (*parts[:-1], Subfield(parts[-1].code, last + end))


def _indicators(field: Field, heading: Field) -> str:
    """Names keep the kind of name that the authority tells, titles how many signs sorting skips."""
    own = field.indicators[:2].ljust(2)
    family = CONTROLLED.get(field.tag)
    told = heading.indicators.ljust(2)
    first, second = told[0], told[1]
    if family in _OF_NAMES and first.strip():
        return first + own[1]
    if family is Family.TITLE and second.isdigit():
        return own[0] + second if field.tag in {"440", "830"} else second + own[1]
    return own
