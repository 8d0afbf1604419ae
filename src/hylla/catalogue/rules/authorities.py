"""Under which headings titles stand, and which of these are an authority's.

A heading is the same wherever its words are, part by part, whatever signs and accents they are
written with. A field names its authority by a number ($0), else by its heading: whole, then
without its subdivisions, then without the title under the name. Where two authorities would do,
none does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from hylla.catalogue.rules.title_facts import one_line
from hylla.catalogue.rules.words import MOST_WORDS_ASKED, words_in
from hylla.formats.marc import Field, Record, Subfield
from hylla.formats.marc.authorities import AuthorityFacts
from hylla.formats.marc.headings import (
    Family,
    family_of,
    forms_of,
    heading_text,
    headings_of,
)

LONGEST_KEY = 60
LONGEST_SORTED = 200
MOST_HEADINGS = 300
"""Of a title: a record with more is no catalogue's, and its other fields stay untied."""
MOST_FORMS = 2_000
"""Of an authority: those of the most translated authors are a few hundred."""
_DIGITS = 32
_NUMBER = "#"
# These tell headings apart (C, C++ and C#), as they do by the rules of the Library of Congress.
_TELLING = str.maketrans({sign: f" x{ord(sign)}x " for sign in "+#&@%♭♯"})


class FormKind(StrEnum):
    """What a form of an authority is."""

    HEADING = "heading"
    VARIANT = "variant"
    RELATED = "related"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Form:
    """A form under which an authority is found, or a number by which it is named."""

    kind: FormKind
    key: str
    text: str

    @property
    def sorts_as(self) -> str:
        return sorted_as(self.text) if self.kind is not FormKind.NUMBER else ""


@dataclass(frozen=True, slots=True)
class TitleHeading:
    """A field of a title: by what it may be an authority's, the surest first."""

    tag: str
    family: Family
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owner:
    """An authority that has a key."""

    id: int
    family: Family


def sorted_as(text: str) -> str:
    """Return a heading as it is sorted and searched: folded words, a blank before each."""
    return "".join(f" {word}" for word in words_in(text))[:LONGEST_SORTED]


def words_of(text: str) -> tuple[str, ...]:
    """Return the begun words by which authorities are looked for, not more than is sensible."""
    return tuple(dict.fromkeys(sorted_as(text).split()))[:MOST_WORDS_ASKED]


def heading_key(family: Family, parts: Sequence[Subfield]) -> str:
    """Return what a heading has in common with the same heading written otherwise."""
    told = "\n".join(" ".join((part.code, *_told(part.value))) for part in parts)
    return f"{family}:{sha256(told.encode()).hexdigest()[:_DIGITS]}"


def _told(text: str) -> tuple[str, ...]:
    """Return a part's words; what has none, such as "!!!", is told by its signs."""
    return words_in(text.translate(_TELLING)) or (" ".join(text.split()).casefold(),)


def field_key(field: Field) -> str:
    """Return the key of an authority's own heading, or of one of its variants."""
    family, forms = family_of(field.tag), forms_of(field)
    return heading_key(family, forms[0]) if family and forms else ""


def number_key(number: str) -> str:
    """Return the key of an authority's number, as `formats.marc.headings.number_told` writes it."""
    key = f"{_NUMBER}:{number}"
    if len(key) <= LONGEST_KEY and key.isprintable():
        return key
    return f"{_NUMBER}:{sha256(number.encode()).hexdigest()[:_DIGITS]}"


def is_number(key: str) -> bool:
    """Tell whether a key is of a number, and not of words."""
    return key.startswith(_NUMBER)


def title_headings(record: Record) -> tuple[TitleHeading, ...]:
    """Return the headings of a title's record, in its order."""
    return tuple(
        TitleHeading(
            each.tag,
            each.family,
            (
                *map(number_key, each.numbers),
                *(heading_key(each.family, form) for form in each.forms),
            ),
        )
        for each, _ in zip(headings_of(record), range(MOST_HEADINGS), strict=False)
    )


def forms_in(facts: AuthorityFacts) -> tuple[Form, ...]:
    """Return all forms and numbers of an authority, each once, its heading first."""
    forms = {(each.kind, each.key): each for each in _forms(facts)}
    return tuple(forms.values())[:MOST_FORMS]


def _forms(facts: AuthorityFacts) -> Iterator[Form]:
    yield _form(FormKind.HEADING, facts.heading)
    yield from (_form(FormKind.VARIANT, each) for each in facts.variants)
    yield from (_form(FormKind.RELATED, each) for each in facts.related)
    yield from (Form(FormKind.NUMBER, number_key(each), one_line(each)) for each in facts.numbers)


def _form(kind: FormKind, field: Field) -> Form:
    return Form(kind, field_key(field), one_line(heading_text(field)))


def owner_of(
    family: Family, keys: Iterable[str], *, owners: Mapping[str, Sequence[Owner]]
) -> tuple[str, int] | None:
    """Return the key that decides and the number of its authority, or None where none does.

    `owners` are the authorities that have each key, by number or as their heading.
    """
    for key in keys:
        fit = {each.id for each in owners.get(key, ()) if each.family == family}
        if len(fit) == 1:
            return key, fit.pop()
        if fit and not is_number(key):
            return None
    return None
