"""The rules of a change of many records: how they are written, kept, and what is none."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

from hylla.formats.marc import Subfield
from hylla.formats.marc.fixed import Part, places_of

MOST_RULES = 50
LONGEST_TEXT = 2_000
BLANK = "#"
"""How a blank indicator is written; an empty one means any."""
_TAG = re.compile(r"[0-9]{3}")
_TAGS = re.compile(r"[0-9X]{3}")
_CODE = re.compile(r"[0-9a-z]")
_INDICATOR = re.compile(r"[0-9a-z#]")
_LANGUAGE = re.compile(r"[a-z]{3}")
_PARTS = re.compile(r"\$([0-9a-z])\s?([^$]*)")


class Do(StrEnum):
    """What a rule does; stored, so a word is never renamed."""

    ADD_FIELD = "add_field"
    DELETE_FIELD = "delete_field"
    COPY_FIELD = "copy_field"
    MOVE_FIELD = "move_field"
    SET_PART = "set_part"
    DELETE_PART = "delete_part"
    COPY_PART = "copy_part"
    MOVE_PART = "move_part"
    REPLACE_TEXT = "replace_text"
    SET_INDICATORS = "set_indicators"
    SET_FIXED = "set_fixed"


class How(StrEnum):
    """How a text is found."""

    ANYWHERE = "anywhere"
    WORD = "word"
    WHOLE = "whole"


class Fault(StrEnum):
    """Why a rule is none."""

    TAG = "rule_tag_unfit"
    CODE = "rule_code_unfit"
    INDICATOR = "rule_indicator_unfit"
    FIELD = "rule_field_unfit"
    FIND = "rule_find_missing"
    TEXT = "rule_text_unfit"
    TO_TAG = "rule_to_tag_unfit"
    TO_CODE = "rule_to_code_unfit"
    SAME_PLACE = "rule_same_place"
    FIXED = "rule_fixed_unfit"
    LANGUAGE = "rule_language_unfit"
    WHERE = "rule_where_unfit"
    ONLY = "rule_only_unfit"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; which of the texts it has follows from what it does.

    `tag` (X is any digit), `first` and `second` say which fields, with `where_code` those whose
    part says `where_says`; `code` is the part, and `find` what it must say. `text` is what is
    written, of a field that is added `$a One $2 two`. The record is left alone unless it is in
    `language`, and has (`unless`: has not) a field `only_tag` whose part `only_code` says
    `only_says`.
    """

    do: Do
    tag: str = ""
    first: str = ""
    second: str = ""
    where_code: str = ""
    where_says: str = ""
    code: str = ""
    find: str = ""
    how: How = How.ANYWHERE
    any_case: bool = False
    text: str = ""
    to_tag: str = ""
    to_code: str = ""
    to_first: str = ""
    to_second: str = ""
    part: str = ""
    always: bool = False
    language: str = ""
    only_tag: str = ""
    only_code: str = ""
    only_says: str = ""
    unless: bool = False


def rules_text(rules: Iterable[Rule]) -> str:
    """Return rules as they are kept."""
    empty = asdict(Rule(Do.ADD_FIELD))
    told = [
        {
            name: value
            for name, value in asdict(each).items()
            if name == "do" or value != empty[name]
        }
        for each in rules
    ]
    return json.dumps(told, ensure_ascii=False)


def rules_told(text: str) -> tuple[Rule, ...]:
    """Return rules that were kept."""
    told = json.loads(text or "[]")
    return tuple(
        Rule(**{**each, "do": Do(each["do"]), "how": How(each.get("how", How.ANYWHERE))})
        for each in told
    )


def seen_of(rules: Iterable[Rule]) -> str:
    """Return what changes whenever the rules do."""
    return sha256(rules_text(rules).encode()).hexdigest()[:16]


def faults_of(rule: Rule) -> tuple[Fault, ...]:
    """Return what is wrong with a rule."""
    return tuple(dict.fromkeys([*_where_faults(rule), *_what_faults(rule)]))


def _where_faults(rule: Rule) -> Iterator[Fault]:
    if rule.do is not Do.SET_FIXED:
        pattern = _TAG if rule.do is Do.ADD_FIELD else _TAGS
        # 00X say who a record is and what it is of: they have no parts.
        if not pattern.fullmatch(rule.tag) or rule.tag[:2] in {"00", "0X", "X0", "XX"}:
            yield Fault.TAG
    indicators = (rule.first, rule.second, rule.to_first, rule.to_second)
    if any(each and not _INDICATOR.fullmatch(each) for each in indicators):
        yield Fault.INDICATOR
    if (rule.where_says and not rule.where_code) or _is_no_code(rule.where_code):
        yield Fault.WHERE
    if rule.language and not _LANGUAGE.fullmatch(rule.language):
        yield Fault.LANGUAGE
    asked = rule.only_tag or rule.only_code or rule.only_says
    if (asked and not _TAGS.fullmatch(rule.only_tag)) or _is_no_code(rule.only_code):
        yield Fault.ONLY


def _is_no_code(told: str) -> bool:
    return bool(told) and not _CODE.fullmatch(told)


def _what_faults(rule: Rule) -> Iterator[Fault]:
    of_parts = {Do.SET_PART, Do.DELETE_PART, Do.COPY_PART, Do.MOVE_PART}
    if (rule.do in of_parts or rule.code) and not _CODE.fullmatch(rule.code):
        yield Fault.CODE
    if any("\x1d" <= sign <= "\x1f" for sign in rule.text + rule.find):
        yield Fault.TEXT
    if rule.do in {Do.COPY_FIELD, Do.MOVE_FIELD}:
        yield from _carried_faults(rule)
    if rule.do in {Do.COPY_PART, Do.MOVE_PART}:
        yield from _part_faults(rule)
    if fault := _missing(rule):
        yield fault


def _missing(rule: Rule) -> Fault | None:
    """Return what a rule lacks without which it says nothing."""
    has: Mapping[Do, tuple[bool, Fault]] = {
        Do.ADD_FIELD: (bool(parts_told(rule.text)), Fault.FIELD),
        Do.SET_PART: (bool(rule.text.strip()), Fault.TEXT),
        Do.REPLACE_TEXT: (bool(rule.find), Fault.FIND),
        Do.SET_INDICATORS: (bool(rule.to_first or rule.to_second), Fault.INDICATOR),
        Do.SET_FIXED: (_is_fixed(rule), Fault.FIXED),
    }
    is_there, fault = has.get(rule.do, (True, Fault.TAG))
    return None if is_there else fault


def _carried_faults(rule: Rule) -> Iterator[Fault]:
    if not _TAG.fullmatch(rule.to_tag) or rule.to_tag.startswith("00"):
        yield Fault.TO_TAG
    elif rule.to_tag == rule.tag:
        yield Fault.SAME_PLACE


def _part_faults(rule: Rule) -> Iterator[Fault]:
    if rule.to_tag and (not _TAG.fullmatch(rule.to_tag) or rule.to_tag.startswith("00")):
        yield Fault.TO_TAG
    if not _CODE.fullmatch(rule.to_code):
        yield Fault.TO_CODE
    elif rule.to_code == rule.code and rule.to_tag in {"", rule.tag}:
        yield Fault.SAME_PLACE


def _is_fixed(rule: Rule) -> bool:
    # Of a text there is every part that a batch may set.
    place = places_of("00000nam a2200000 i 4500").get(Part(rule.part)) if rule.part else None
    if place is None or rule.part in {Part.TYPE, Part.LEVEL}:
        return False
    if place.codes:
        return len(rule.text) == 1 and rule.text in place.codes
    return len(rule.text) == place.length and rule.text.isascii() and rule.text.isprintable()


def parts_told(text: str) -> tuple[Subfield, ...]:
    """Return the parts of a field as cataloguers write it, `$a One $2 two`; none if it is none."""
    if not text.strip().startswith("$"):
        return ()
    found = [Subfield(code, value.strip()) for code, value in _PARTS.findall(text.strip())]
    whole = text.count("$") == len(found) and all(each.value for each in found)
    return tuple(found) if whole else ()
