"""What is wrong or odd about a record that somebody writes, field by field."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .authorities import heading_of
from .authority_fields import FIELDS as AUTHORITY_FIELDS
from .bibliographic import describe
from .fields import FIELDS, Rule
from .headings import HEADINGS
from .isbn import isbn13
from .issn import issn8
from .record import Field, Record

_TAG = re.compile(r"[0-9]{3}")
_CODE = re.compile(r"[0-9a-z]")
_LANGUAGE = re.compile(r"[a-z]{3}")


class Problem(StrEnum):
    """What is the matter."""

    TITLE_MISSING = "title_missing"
    HEADING_MISSING = "heading_missing"
    HEADING_AGAIN = "heading_again"
    TAG_UNFIT = "tag_unfit"
    CODE_UNFIT = "code_unfit"
    CODE_UNKNOWN = "code_unknown"
    FIRST_UNKNOWN = "first_unknown"
    SECOND_UNKNOWN = "second_unknown"
    NOT_REPEATED = "not_repeated"
    ISBN_WRONG = "isbn_wrong"
    ISSN_WRONG = "issn_wrong"
    LANGUAGE_WRONG = "language_wrong"


GRAVE = frozenset(
    {
        Problem.TITLE_MISSING,
        Problem.HEADING_MISSING,
        Problem.HEADING_AGAIN,
        Problem.TAG_UNFIT,
        Problem.CODE_UNFIT,
    }
)
"""With one of these a record is not saved; of the others it is told."""


@dataclass(frozen=True, slots=True)
class Found:
    """A problem in the field at a place, from 0; -1 where there is no such field."""

    place: int
    tag: str
    problem: Problem
    said: str = ""

    @property
    def is_grave(self) -> bool:
        return self.problem in GRAVE


def problems(record: Record) -> tuple[Found, ...]:
    """Return all that is wrong or odd in a title's record, in its order."""
    found = _in_fields(record, FIELDS)
    if not describe(record).title:
        places = [place for place, field in enumerate(record.fields) if field.tag == "245"]
        found.insert(0, Found(places[0] if places else -1, "245", Problem.TITLE_MISSING))
    return tuple(found)


def authority_problems(record: Record) -> tuple[Found, ...]:
    """Return all that is wrong or odd in an authority's record, in its order."""
    found = _in_fields(record, AUTHORITY_FIELDS)
    heading = heading_of(record)
    if heading is None:
        places = [place for place, each in enumerate(record.fields) if each.tag in HEADINGS]
        found.insert(0, Found(places[0] if places else -1, "1XX", Problem.HEADING_MISSING))
    found += (
        Found(place, each.tag, Problem.HEADING_AGAIN)
        for place, each in enumerate(record.fields)
        if each.tag in HEADINGS and heading is not None and each is not heading
    )
    return tuple(found)


def _in_fields(record: Record, rules: Mapping[str, Rule]) -> list[Found]:
    seen: Counter[str] = Counter()
    found: list[Found] = []
    for place, field in enumerate(record.fields):
        seen[field.tag] += 1
        found += (
            Found(place, field.tag, problem, said)
            for problem, said in _of_field(
                field, rules.get(field.tag), is_again=seen[field.tag] > 1
            )
        )
    return found


def _of_field(field: Field, rule: Rule | None, *, is_again: bool) -> Iterator[tuple[Problem, str]]:
    if not _TAG.fullmatch(field.tag):
        yield Problem.TAG_UNFIT, field.tag
        return
    yield from ((Problem.CODE_UNFIT, p.code) for p in field.subfields if not _CODE.match(p.code))
    if rule is not None and field.subfields:
        yield from _by_rule(field, rule, is_again=is_again)
    yield from _of_values(field)


def _by_rule(field: Field, rule: Rule, *, is_again: bool) -> Iterator[tuple[Problem, str]]:
    if is_again and not rule.repeats:
        yield Problem.NOT_REPEATED, ""
    first, second = tuple(field.indicators.ljust(2)[:2])
    if first not in rule.first:
        yield Problem.FIRST_UNKNOWN, first
    if second not in rule.second:
        yield Problem.SECOND_UNKNOWN, second
    # 6 links fields, 8 orders them, 9 is each library's own.
    known = rule.parts + "689"
    strange = (p.code for p in field.subfields if _CODE.match(p.code) and p.code not in known)
    yield from ((Problem.CODE_UNKNOWN, code) for code in dict.fromkeys(strange))


def _of_values(field: Field) -> Iterator[tuple[Problem, str]]:
    for value in field.every("a"):
        if field.tag == "020" and isbn13(value) is None:
            yield Problem.ISBN_WRONG, value
        if field.tag == "022" and issn8(value) is None:
            yield Problem.ISSN_WRONG, value
        if field.tag == "041" and not _LANGUAGE.fullmatch(value):
            yield Problem.LANGUAGE_WRONG, value
