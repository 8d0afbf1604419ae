"""What an authority record tells: whom or what it names, under which forms, with which numbers.

Source: MARC 21 Format for Authority Data. 1XX is the heading, 4XX are its variants, 5XX what is
related, 024, 016, 010 and 035 numbers elsewhere, 678 and 680 notes for readers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .headings import HEADINGS, Family, Role, family_of, heading_text, number_told, roles_in
from .record import Field, Record
from .wording import joined


class AuthorityKind(StrEnum):
    """Whom or what an authority names."""

    PERSON = "person"
    BODY = "body"
    MEETING = "meeting"
    WORK = "work"
    """A title under the name of who made it."""
    TITLE = "title"
    SERIES = "series"
    EVENT = "event"
    PERIOD = "period"
    TOPIC = "topic"
    PLACE = "place"
    GENRE = "genre"


_KINDS: Mapping[Family, AuthorityKind] = {
    Family.PERSON: AuthorityKind.PERSON,
    Family.BODY: AuthorityKind.BODY,
    Family.MEETING: AuthorityKind.MEETING,
    Family.TITLE: AuthorityKind.TITLE,
    Family.EVENT: AuthorityKind.EVENT,
    Family.PERIOD: AuthorityKind.PERIOD,
    Family.TOPIC: AuthorityKind.TOPIC,
    Family.PLACE: AuthorityKind.PLACE,
    Family.GENRE: AuthorityKind.GENRE,
}
# 008/12: a series, a part of several volumes, a phrase like a series.
_OF_SERIES = frozenset("abc")


@dataclass(frozen=True, slots=True)
class AuthorityFacts:
    """What is wanted of an authority record. `name` is what a title calls a person or a body."""

    kind: AuthorityKind
    family: Family
    heading: Field
    name: str
    variants: tuple[Field, ...]
    related: tuple[Field, ...]
    numbers: tuple[str, ...]
    note: str


def heading_of(record: Record) -> Field | None:
    """Return the field with the heading of an authority record, or None where it has none."""
    fields = (field for field in record.fields if field.tag in HEADINGS)
    return next((field for field in fields if heading_text(field)), None)


def authority_facts(record: Record) -> AuthorityFacts | None:
    """Return what an authority record tells, or None where it has no heading."""
    heading = heading_of(record)
    family = family_of(heading.tag) if heading is not None else None
    if heading is None or family is None:
        return None
    return AuthorityFacts(
        kind=_kind(record, heading, family),
        family=family,
        heading=heading,
        name=_name(heading),
        variants=tuple(_traced(record, "4")),
        related=tuple(_traced(record, "5")),
        numbers=tuple(dict.fromkeys(filter(None, _numbers(record)))),
        note=joined((*record.every("678", "ab"), *record.every("680", "ia")), " "),
    )


def _kind(record: Record, heading: Field, family: Family) -> AuthorityKind:
    if Role.TITLE in roles_in(heading):
        return AuthorityKind.WORK
    if family is Family.TITLE and record.control("008")[12:13] in _OF_SERIES:
        return AuthorityKind.SERIES
    return _KINDS[family]


def _name(heading: Field) -> str:
    """Return the name alone, as `shared_fields.name` makes it of a title's field."""
    numeral = heading.every("b") if heading.tag in {"100", "110"} else iter(())
    return joined([heading.first("a"), *numeral], " ")


def _traced(record: Record, first: str) -> Iterator[Field]:
    for field in record.fields:
        if field.tag[:1] == first and family_of(field.tag) and heading_text(field):
            yield field


def _numbers(record: Record) -> Iterator[str]:
    source, number = record.control("003").strip(), record.control("001").strip()
    if source and number:
        yield number_told(f"({source}){number}")
    yield from (number_told(f"(dlc){each}") for each in record.every("010", "a"))
    for field in record.all("016"):
        system = field.first("2") or ("CaOONL" if field.indicators[:1] == " " else "")
        yield from (number_told(f"({system}){each}") for each in field.every("a") if system)
    for field in record.all("024"):
        yield from _standard(field)
    # $z has numbers that it had: titles may still name it by them.
    yield from map(number_told, record.every("035", "az"))


def _standard(field: Field) -> Iterator[str]:
    system = field.first("2")
    for each in field.every("a"):
        yield number_told(each) or (number_told(f"({system}){each}") if system else "")
