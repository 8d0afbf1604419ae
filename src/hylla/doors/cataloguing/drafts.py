"""A record as a form carries it: read from what was sent, changed by its buttons, shown again."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict

from hylla.catalogue.queries.standing import Standing
from hylla.doors.cataloguing.fixed_words import CHOICES, PARTS, coded_words
from hylla.doors.cataloguing.problem_words import problem_text
from hylla.doors.cataloguing.record_formats import TITLES, RecordFormat
from hylla.doors.parts.told import number_told
from hylla.formats.marc import Field, Record, Subfield
from hylla.formats.marc import fields as table
from hylla.formats.marc.checking import Found
from hylla.formats.marc.fixed import (
    Carrier,
    Part,
    Place,
    coded_places,
    parts_of,
    places_of,
    with_codes,
    with_parts,
)

MOST_FIELDS = 400
LONGEST = 20_000
MOST_LETTERS = 400_000
"""A form carries no more than so many fields, letters of a value, and letters in all."""
_SHOWN_BLANK = "#"


@dataclass(frozen=True)
class Choice:
    """One of a list."""

    code: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class PartRow:
    """A subfield."""

    place: int
    value: str
    text: str
    choices: tuple[Choice, ...]
    is_long: bool
    is_new: bool


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator: chosen where the codes are known, else typed."""

    number: int
    value: str
    choices: tuple[Choice, ...]
    is_shown: bool


@dataclass(frozen=True)
class FieldRow:
    """A field of the form."""

    place: int
    tag: str
    text: str
    hint: str
    value: str
    is_control: bool
    coded: tuple["FixedRow", ...]
    indicators: tuple[IndicatorRow, ...]
    parts: tuple[PartRow, ...]
    problems: tuple[str, ...]
    has_focus: bool
    standing: Standing | None = None


@dataclass(frozen=True)
class FixedRow:
    """A place of the leader, of 006, 007 or 008."""

    name: str
    text: str
    value: str
    length: int
    choices: tuple[Choice, ...]


def draft_of(form: QueryDict) -> Record:
    """Read a record as it stands in the form, with what is still empty in it."""
    sent = {name: value for name in form if isinstance(value := form.get(name), str)}
    fields = [Field("008", sent.get("fixed", "")[:40])]
    for place in range(MOST_FIELDS):
        if f"f{place}-t" not in sent:
            break
        fields.append(_field(sent, f"f{place}"))
    record = Record(sent.get("leader", "")[:24].ljust(24), tuple(fields))
    told = {part: sent[f"p-{part}"] for part in Part if f"p-{part}" in sent}
    # The type decides which places there are.
    record = with_parts(record, {p: v for p, v in told.items() if p in {Part.TYPE, Part.LEVEL}})
    return with_parts(record, told)


def _field(sent: Mapping[str, str], name: str) -> Field:
    tag = sent[f"{name}-t"].strip()[:3]
    if f"{name}-v" in sent:
        begins = f"{name}-k-"
        told = {key[len(begins) :]: code for key, code in sent.items() if key.startswith(begins)}
        written = Field(tag, _places(sent[f"{name}-v"]))
        return with_codes(written, told, was=_places(sent.get(f"{name}-o", "")))
    indicators = "".join((sent.get(f"{name}-{each}", " ") or " ")[:1] for each in "12")
    parts: list[Subfield] = []
    while (value := sent.get(f"{name}-v{len(parts)}")) is not None:
        code = sent.get(f"{name}-c{len(parts)}", "").strip()[:1]
        parts.append(Subfield(code, _text(value)))
    return Field(tag, "", indicators.replace(_SHOWN_BLANK, " "), tuple(parts))


def fits(record: Record) -> bool:
    """Tell whether the form carries a record whole: what it left out would be gone when saved."""
    values = [part.value for field in record.fields for part in field.subfields]
    values += [field.value for field in record.fields]
    return (
        len(own_rows(record)) <= MOST_FIELDS
        and max(map(len, values), default=0) <= LONGEST
        and sum(map(len, values)) <= MOST_LETTERS
    )


def _places(value: str) -> str:
    """Return the value of a field in which each place counts, the blank ones too."""
    return "".join(each for each in value[:LONGEST] if unicodedata.category(each) != "Cc")


def _text(value: str) -> str:
    """Return one line in normal form C, without the separators that records are written with."""
    line = " ".join(value.split())[:LONGEST]
    shown = "".join(each for each in line if unicodedata.category(each) != "Cc")
    return unicodedata.normalize("NFC", shown)


def written(record: Record) -> Record:
    """Return a record without what was left empty."""
    return replace(record, fields=tuple(_written(record.fields)))


def _written(fields: Iterable[Field]) -> Iterable[Field]:
    for field in fields:
        parts = tuple(each for each in field.subfields if each.value)
        if parts or (not field.subfields and field.value.strip()):
            yield replace(field, subfields=parts)


def own_rows(record: Record) -> list[Field]:
    """Return the fields that stand in the form one by one."""
    return [each for each in record.fields if each.tag not in {*table.GIVEN, "008"}]


@dataclass(frozen=True)
class Acted:
    """A record after one of the form's buttons, and the field that is in hand."""

    record: Record
    focus: int | None


def acted(record: Record, act: str, *, tag: str = "", of: RecordFormat = TITLES) -> Acted:
    """Do what a button says; anything else does nothing.

    `add`, `part:3`, `up:3`, `down:3`, `drop:3`, and `raise:3.1` for a part of a field.
    """
    rows = own_rows(record)
    verb, _colon, told = act.partition(":")
    told, _dot, part = told.partition(".")
    number = number_told(told)
    place = -1 if number is None else number
    focus: int | None = place
    if verb == "add":
        focus = sum(each.tag <= tag for each in rows)
        rows.insert(focus, _new(tag, of))
    elif not 0 <= place < len(rows):
        return Acted(record, None)
    elif verb == "part":
        field = rows[place]
        rows[place] = replace(field, subfields=(*field.subfields, _next_part(field, of)))
    elif verb == "raise":
        rows[place] = _raised(rows[place], part)
    elif verb == "drop":
        del rows[place]
        focus = min(place, len(rows) - 1)
    elif verb in {"up", "down"}:
        focus = min(max(place + (1 if verb == "down" else -1), 0), len(rows) - 1)
        rows.insert(focus, rows.pop(place))
    fixed = [each for each in record.fields if each.tag == "008"]
    return Acted(replace(record, fields=(*fixed, *rows)), focus)


def _new(tag: str, of: RecordFormat) -> Field:
    if tag in table.CONTROL:
        return Field(tag)
    rule = of.fields.get(tag)
    if rule is None:
        return Field(tag, "", "  ", (Subfield("a", ""),))
    indicators = (rule.first if tag not in {"100", "700", "600"} else "1")[0] + rule.second[0]
    return Field(tag, "", indicators, (Subfield(rule.parts[0], ""),))


def _raised(field: Field, told: str) -> Field:
    """Return a field in which one part stands before the one that stood before it."""
    parts = list(field.subfields)
    at = number_told(told) or 0
    if 0 < at < len(parts):
        parts.insert(at - 1, parts.pop(at))
    return replace(field, subfields=tuple(parts))


def _next_part(field: Field, of: RecordFormat) -> Subfield:
    rule = of.fields.get(field.tag)
    used = {each.code for each in field.subfields}
    return Subfield(next((c for c in (rule.parts if rule else "a") if c not in used), "a"), "")


def rows_of(
    record: Record,
    *,
    found: Iterable[Found] = (),
    focus: int | None = None,
    of: RecordFormat = TITLES,
) -> tuple[FieldRow, ...]:
    """Return the fields as the form shows them; problems are those of the rows' places."""
    said: dict[int, list[str]] = {}
    for each in found:
        said.setdefault(each.place, []).append(problem_text(each))
    return tuple(
        replace(
            _row(field, place, of, has_focus=place == focus), problems=tuple(said.get(place, ()))
        )
        for place, field in enumerate(own_rows(record))
    )


def _row(field: Field, place: int, of: RecordFormat, *, has_focus: bool) -> FieldRow:
    is_control = not field.subfields and (field.tag in table.CONTROL or bool(field.value))
    parts = field.subfields or (() if is_control else (Subfield("a", ""),))
    return FieldRow(
        place=place,
        tag=field.tag,
        text=of.field_text(field.tag),
        hint=str(of.hints.get(field.tag, "")),
        value=field.value,
        is_control=is_control,
        coded=tuple(_coded_rows(field)),
        indicators=() if is_control else tuple(_indicator(field, each, of) for each in (1, 2)),
        parts=tuple(
            _part(field.tag, at, each, of=of, is_new=has_focus and at == len(parts) - 1)
            for at, each in enumerate(parts)
        ),
        problems=(),
        has_focus=has_focus,
    )


def _indicator(field: Field, number: int, of: RecordFormat) -> IndicatorRow:
    value = field.indicators.ljust(2)[number - 1]
    rule = of.fields.get(field.tag)
    if rule is None:
        return IndicatorRow(number, value.replace(" ", _SHOWN_BLANK), (), is_shown=True)
    codes = rule.first if number == 1 else rule.second
    codes += "" if value in codes else value
    choices = tuple(
        Choice(code, _told(code, of.indicator_text(field.tag, number, code)), code == value)
        for code in codes
    )
    return IndicatorRow(number, value, choices, is_shown=len(codes) > 1)


def _part(tag: str, place: int, part: Subfield, *, of: RecordFormat, is_new: bool) -> PartRow:
    rule = of.fields.get(tag)
    codes = list(rule.parts + "9") if rule else list("abcdefghijklmnopqrstuvwxyz0123456789")
    if part.code not in codes:
        codes.append(part.code)
    choices = tuple(
        Choice(code, _told(code, of.part_text(tag, code) if rule else ""), code == part.code)
        for code in codes
    )
    text = f"{tag} {part.code} {of.part_text(tag, part.code) if rule else ''}".strip()
    return PartRow(place, part.value, text, choices, len(part.value) > 60, is_new)


def fixed_rows(record: Record) -> tuple[FixedRow, ...]:
    """Return the places of the leader and of 008 that this record has."""
    told = parts_of(record)
    return tuple(
        _fixed_row(part, place, told[part]) for part, place in places_of(record.leader).items()
    )


def _coded_rows(field: Field) -> Iterator[FixedRow]:
    """Yield the places of 006 and 007 that are chosen; of a new field nothing is chosen yet."""
    for part, place in coded_places(field.tag, field.value).items():
        value = field.value[place.start : place.start + 1]
        row = _fixed_row(part, place, value, words=coded_words(part, of=field.value[:1]))
        nothing = Choice("", "–", not value)
        yield row if value else replace(row, choices=(nothing, *row.choices[:-1]))


def _fixed_row(
    part: Part | Carrier, place: Place, value: str, *, words: Mapping[str, object] | None = None
) -> FixedRow:
    """Return a place; what stands there and is no code of it can be chosen, too."""
    words = CHOICES.get(part, {}) if words is None else words
    codes = list(place.codes) if place.codes else []
    if codes and value not in codes:
        codes.append(value)
    choices = tuple(
        Choice(code, _told(code, str(words.get(code, ""))), code == value) for code in codes
    )
    return FixedRow(part.value, str(PARTS[part]), value.strip(), place.length, choices)


def known_fields(of: RecordFormat = TITLES) -> tuple[Choice, ...]:
    """Return the fields there are words for, to be added."""
    return tuple(
        Choice(tag, f"{tag} {text}", is_chosen=False)
        for tag, text in of.words.items()
        if tag != "008"
    )


def _told(code: str, text: str) -> str:
    shown = code if code.strip() else _SHOWN_BLANK
    return f"{shown} {text}".strip()
