"""What a change of many records does to one: rules in order, each where its conditions hold.

A rule again on what it made changes nothing, but for a text that is found in its own replacement.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hylla.catalogue.rules.change_rules import BLANK, Do, How, Rule, parts_told
from hylla.catalogue.rules.keeping import place_of
from hylla.formats.marc import Field, Record, Subfield, describe
from hylla.formats.marc.fixed import Part, parts_of, with_parts

_CLOSING = " .,:;/"


def rewritten(record: Record, rules: Sequence[Rule]) -> Record:
    """Return a record as the rules, one after the other, make it."""
    for rule in rules:
        if _is_meant(rule, record):
            record = _rewritten(record, rule)
    return record


def says(value: str, wanted: str) -> bool:
    """Tell whether a part says something: in any case, whatever sign closes it; `Fjell*` begins."""
    told = value.casefold().strip(_CLOSING)
    if wanted.endswith("*"):
        return told.startswith(wanted[:-1].casefold().strip(_CLOSING))
    return told == wanted.casefold().strip(_CLOSING)


def _is_meant(rule: Rule, record: Record) -> bool:
    if rule.language and rule.language not in describe(record).languages:
        return False
    if not rule.only_tag:
        return True
    has = any(
        _has(field, rule.only_code, rule.only_says)
        for field in record.fields
        if _is_tag(rule.only_tag, field.tag)
    )
    return has is not rule.unless


def _is_tag(pattern: str, tag: str) -> bool:
    same = (wanted in ("X", sign) for wanted, sign in zip(pattern, tag, strict=False))
    return len(pattern) == len(tag) and all(same)


def _has(field: Field, code: str, wanted: str) -> bool:
    if not code and not wanted:
        return True
    values = [part.value for part in field.subfields if code in ("", part.code)]
    values += [field.value] if not code and field.value else []
    return any(not wanted or says(each, wanted) for each in values)


def _is_of(rule: Rule, field: Field) -> bool:
    if not field.subfields or not _is_tag(rule.tag, field.tag):
        return False
    asked = zip((rule.first, rule.second), field.indicators.ljust(2), strict=False)
    if any(wanted and wanted.replace(BLANK, " ") != sign for wanted, sign in asked):
        return False
    return not rule.where_code or _has(field, rule.where_code, rule.where_says)


def _rewritten(record: Record, rule: Rule) -> Record:
    match rule.do:
        case Do.SET_FIXED:
            return _with_fixed(record, rule)
        case Do.ADD_FIELD:
            return _with_field(record, rule)
        case Do.COPY_FIELD | Do.MOVE_FIELD | Do.COPY_PART | Do.MOVE_PART if rule.to_tag:
            return _carried(record, rule)
    fields = (
        changed
        for field in record.fields
        for changed in (_changed(field, rule) if _is_of(rule, field) else [field])
    )
    return replace(record, fields=tuple(fields))


def _with_fixed(record: Record, rule: Rule) -> Record:
    part = Part(rule.part)
    told = parts_of(record)
    # A part that a record of its type does not have is left alone, and so is what says it already.
    if part not in told or told[part] == rule.text:
        return record
    return with_parts(record, {part: rule.text})


def _with_field(record: Record, rule: Rule) -> Record:
    new = Field(rule.tag, "", _blank(rule.first) + _blank(rule.second), parts_told(rule.text))
    there = [field for field in record.fields if field.tag == rule.tag]
    if new in there or (there and not rule.always):
        return record
    return _with(record, [new])


def _blank(told: str) -> str:
    return told.replace(BLANK, " ") or " "


def _with(record: Record, new: Iterable[Field]) -> Record:
    fields = list(record.fields)
    for field in new:
        if field not in fields:
            fields.insert(place_of(fields, field.tag), field)
    return replace(record, fields=tuple(fields))


def _carried(record: Record, rule: Rule) -> Record:
    """Copy or move fields, or parts of them, to another tag."""
    stays: list[Field] = []
    new: list[Field] = []
    for field in record.fields:
        coming = _coming(field, rule) if _is_of(rule, field) else None
        if coming is None:
            stays.append(field)
            continue
        new.append(coming)
        stays += _left_of(field, rule)
    return _with(replace(record, fields=tuple(stays)), new)


def _coming(field: Field, rule: Rule) -> Field | None:
    if rule.do in {Do.COPY_FIELD, Do.MOVE_FIELD}:
        own = not rule.find or any(_is_found(part, rule) for part in field.subfields)
        return replace(field, tag=rule.to_tag) if own else None
    parts = [Subfield(rule.to_code, p.value) for p in field.subfields if _is_found(p, rule)]
    indicators = _blank(rule.to_first) + _blank(rule.to_second)
    return Field(rule.to_tag, "", indicators, tuple(parts)) if parts else None


def _left_of(field: Field, rule: Rule) -> list[Field]:
    match rule.do:
        case Do.COPY_FIELD | Do.COPY_PART:
            return [field]
        case Do.MOVE_PART:
            return _of([part for part in field.subfields if not _is_found(part, rule)], field)
    return []


def _of(parts: Iterable[Subfield], field: Field) -> list[Field]:
    """Return a field with other parts, or none where there are none."""
    told = tuple(parts)
    return [replace(field, subfields=told)] if told else []


def _is_found(part: Subfield, rule: Rule) -> bool:
    if rule.code and part.code != rule.code:
        return False
    return not rule.find or _pattern(rule).search(part.value) is not None


def _pattern(rule: Rule) -> re.Pattern[str]:
    text = re.escape(rule.find)
    match rule.how:
        case How.WORD:
            text = rf"(?<!\w){text}(?!\w)"
        case How.WHOLE:
            text = rf"\A{text}\Z"
    return re.compile(text, re.IGNORECASE if rule.any_case else 0)


def _changed(field: Field, rule: Rule) -> list[Field]:
    """Return what a field becomes."""
    match rule.do:
        case Do.DELETE_FIELD:
            meant = not (rule.code or rule.find) or any(_is_found(p, rule) for p in field.subfields)
            return [] if meant else [field]
        case Do.SET_INDICATORS:
            told = zip((rule.to_first, rule.to_second), field.indicators.ljust(2), strict=False)
            indicators = "".join(_blank(new) if new else old for new, old in told)
            return [replace(field, indicators=indicators)]
        case Do.DELETE_PART:
            return _of([part for part in field.subfields if not _is_found(part, rule)], field)
        case Do.SET_PART:
            return _of(_set(field, rule), field)
        case Do.REPLACE_TEXT:
            return _of(_replaced(field, rule), field)
    return _of(_within(field, rule), field)


def _set(field: Field, rule: Rule) -> Iterator[Subfield]:
    """Yield the parts of which one says the text: the first that is meant; others go.

    Without a text to find, a field that has no such part gets one.
    """
    new = Subfield(rule.code, rule.text)
    is_told = False
    for part in field.subfields:
        if not _is_found(part, rule):
            yield part
        elif not is_told:
            is_told = True
            yield new
    if not is_told and not rule.find:
        yield new


def _replaced(field: Field, rule: Rule) -> Iterator[Subfield]:
    pattern = _pattern(rule)
    for part in field.subfields:
        value = part.value
        if rule.code in ("", part.code):
            value = pattern.sub(lambda _found: rule.text, value)
        if value == part.value:
            yield part
        # What is left when a text is taken away has no gap at its ends.
        elif value.strip():
            yield replace(part, value=value.strip())


def _within(field: Field, rule: Rule) -> Iterator[Subfield]:
    """Yield the parts of a field in which one kind is copied or recoded to another."""
    there = set(field.subfields)
    for part in field.subfields:
        if not _is_found(part, rule):
            yield part
            continue
        new = Subfield(rule.to_code, part.value)
        if rule.do is Do.COPY_PART:
            yield part
        if new not in there:
            there.add(new)
            yield new
