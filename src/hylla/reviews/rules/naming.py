"""User names for reviews: everybody reads them, so they may not tell who somebody is."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from hylla.reviews.rules.codes import Code


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


NAME_LENGTH = 30
_SHORTEST = 3
_MOST_DIGITS = 4
_PART = 3
"""So many letters of a family name, and a word of the user name may be chance no more."""
_RESERVED = _set(
    "admin administrator anonym anonymous anonyymi bibliotek biblioteket bibliotekar bibliotekarie"
    " bibliotekarien bibliotekaren deleted editor hylla librarian library lanekort moderator"
    " moderatorn moderatoren moderering personal personalen personale redaksjon redaktion root"
    " slettet staff support system webmaster"
)
_BESIDE_LETTERS = " ._-"
# Letters of the Nordic languages that are none with an accent.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ð": "d", "þ": "th", "ŋ": "n", "ł": "l"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the library knows of somebody that their user name must not tell."""

    given_name: str = ""
    family_name: str = ""
    log_in_name: str = ""
    numbers: tuple[str, ...] = ()
    """Cards, telephones and e-mail addresses."""


def folded(name: str) -> str:
    """Return a name as it is compared: letters and digits alone, without case and accents."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return "".join(each for each in plain.translate(_PLAIN) if each.isalnum())


def name_faults(name: str, *, known: Known, library: str) -> list[Code]:
    """Return what is wrong with a user name (already tidied), whoever else has it."""
    if not name:
        return [Code.NAME_MISSING]
    bare = folded(name)
    if not _is_well_formed(name, bare):
        return [Code.NAME_MALFORMED]
    return [*_faults(name, bare, known, library)]


def _faults(name: str, bare: str, known: Known, library: str) -> Iterator[Code]:
    if len(_scripts(name)) > 1:
        yield Code.NAME_MIXED
    if sum(each.isdigit() for each in bare) > _MOST_DIGITS:
        yield Code.NAME_LIKE_A_NUMBER
    if bare in _RESERVED or _RESERVED & set(_words(name)) or bare == folded(library):
        yield Code.NAME_RESERVED
    if _tells(name, bare, known):
        yield Code.NAME_IS_YOURS


def _is_well_formed(name: str, bare: str) -> bool:
    shown = [each for each in name if each not in _BESIDE_LETTERS]
    return (
        _SHORTEST <= len(name) <= NAME_LENGTH
        and len(bare) >= _SHORTEST
        and all(each.isalnum() for each in shown)
        and not name.isdigit()
    )


def _scripts(name: str) -> set[str]:
    """Return the alphabets: a Latin name with one Cyrillic letter would pass for another's."""
    return {unicodedata.name(each, "?").split()[0] for each in name if each.isalpha()}


def _words(name: str) -> list[str]:
    return [folded(each) for each in re.split(r"[ ._-]+", name) if each]


def _tells(name: str, bare: str, known: Known) -> bool:
    given, family = folded(known.given_name), folded(known.family_name)
    numbers = {folded(each) for each in known.numbers}
    addresses = {folded(each.partition("@")[0]) for each in known.numbers if "@" in each}
    whole = {given + family, family + given} if given and family else set()
    is_family = len(family) >= _PART and family in {bare, *_words(name)}
    is_log_in = bool(known.log_in_name) and folded(known.log_in_name) == bare
    holds_all = any(each in bare for each in whole)
    return holds_all or is_family or is_log_in or bare in numbers | addresses
