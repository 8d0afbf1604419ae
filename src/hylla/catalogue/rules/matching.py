"""By what a title is known again, wherever a record of it comes from.

A key is a text that two records of one edition share: a number that somebody gave it, or what it
says of itself. The number of a record within its own source is no key: that is always the same
title.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256

from hylla.catalogue.rules.title_facts import TitleFacts
from hylla.catalogue.rules.words import words_in
from hylla.formats.marc import Record
from hylla.formats.marc.issn import issn8

LONGEST_KEY = 60
_SPACES = re.compile(r"\s+")
# Numbers that others have given: of the Library of Congress, of national bibliographies, other
# standard numbers, publishers' numbers of music, numbers in other systems.
_NUMBERS: Mapping[str, str] = {"010": "a", "015": "a", "016": "a", "024": "a", "028": "a"}
_SYSTEM_NUMBER = "035"


class MatchBy(StrEnum):
    """What two records have in common; the value is how its keys begin."""

    ISBN = "isbn"
    ISSN = "issn"
    NUMBER = "number"
    TITLE = "title"


def keys_of(facts: TitleFacts, record: Record | None = None) -> tuple[str, ...]:
    """Return everything by which a title is known again, each once."""
    found = [*_isbns(facts), *_of_title(facts)]
    if record is not None:
        found += [*_issns(record), *_numbers(record)]
    return tuple(dict.fromkeys(found))


def keys_by(kinds: Sequence[MatchBy], keys: Sequence[str]) -> Mapping[MatchBy, tuple[str, ...]]:
    """Return the keys of some kinds, in the order in which they are to be asked for."""
    return {
        kind: tuple(key for key in keys if key.partition(":")[0] == kind.value) for kind in kinds
    }


def isbn_key(digits: str) -> str:
    """Return the key of an ISBN of 13 digits."""
    return f"{MatchBy.ISBN}:{digits}"


def number_in(source: str, number: str) -> str:
    """Return the key of a record's number in another system, as field 035 tells it elsewhere."""
    return _key(MatchBy.NUMBER, "035", f"({source}){number}")


def _isbns(facts: TitleFacts) -> Iterator[str]:
    return map(isbn_key, facts.isbns)


def _issns(record: Record) -> Iterator[str]:
    """Only of what is published under it: a book of a series has the series' own."""
    if record.leader[7:8] in {"s", "b", "i"}:
        numbers = (issn8(text) for text in record.every("022", "a"))
        yield from (f"{MatchBy.ISSN}:{each}" for each in numbers if each)


def _numbers(record: Record) -> Iterator[str]:
    for tag, codes in _NUMBERS.items():
        for field in record.all(tag):
            told = " ".join((*field.every(codes), *field.every("b2")))
            if field.first(codes):
                yield _key(MatchBy.NUMBER, tag, told)
    for told in record.every(_SYSTEM_NUMBER, "a"):
        # Without its system in parentheses a number may be anybody's.
        if told.startswith("(") and not told.endswith(")"):
            yield _key(MatchBy.NUMBER, _SYSTEM_NUMBER, told)


def _of_title(facts: TitleFacts) -> Iterator[str]:
    """Name what has an author, a title and a year; anything less is shared by strangers."""
    author = " ".join(sorted(words_in(facts.authors[0]))) if facts.authors else ""
    title = " ".join(words_in(facts.title))
    if author and title and facts.year:
        told = (author, title, " ".join(words_in(facts.subtitle)), str(facts.year), facts.kind)
        languages = facts.languages[:1]
        yield f"{MatchBy.TITLE}:{_digest(*told, *languages)}"


def _key(kind: MatchBy, tag: str, told: str) -> str:
    key = f"{kind}:{tag}:{_SPACES.sub('', told).casefold()}"
    return key if len(key) <= LONGEST_KEY else f"{kind}:{tag}:{_digest(told.casefold())}"


def _digest(*told: str) -> str:
    return sha256("\n".join(told).encode()).hexdigest()[:32]
