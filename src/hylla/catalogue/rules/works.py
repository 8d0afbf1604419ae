"""Which titles are editions of one work: the same text, whoever printed it, in whatever language.

A work is its author and the title under which it is known; without an author, a uniform title. What
cannot be told for sure stands alone: two editions that are not brought together cost somebody a
second hold, two works that are brought together somebody the wrong book. So only texts come
together, printed or read aloud; a film of a book is another work, and of music each recording is.
"""

import re
from collections.abc import Iterable
from hashlib import sha256

from hylla.catalogue.rules.title_facts import TitleFacts
from hylla.catalogue.rules.words import words_in

TEXTS = frozenset({"book", "audiobook"})
"""The kinds of which one may stand for another."""

_KEY_LENGTH = 32


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ARTICLES = _set(
    "den det de en ei et ett the a an der die das ein eine le la les un une el los las il lo"
)
# Titles under which authors' works are gathered say nothing of what is in the volume.
_GATHERED = _set(
    "samlede samlade utvalgte udvalgte valda utvalda collected selected complete gesammelte"
    " ausgewaehlte oeuvres obras opere kootut valitut"
)
_GENERIC = _set(
    "arbeider arsmelding aarsmelding arsrapport aarsrapport aarsberetning aarsberaettelse"
    " annualreport beretning brev breve constitution correspondence dikt dikter digte dramas essays"
    " essayer eventyr foredrag fortellinger gedichte laws lawsetc letters lover noveller novellaer"
    " novels plays poems poesier poetry prose proseworks report romaner runot selections sermons"
    " shortstories skrifter skuespill skuespil skaadespel speeches stories taler teatteri"
    " treatiesetc utvalg urval verk verker vaerker werke works"
)
# What a subtitle says that tells nothing of the work.
_GENRES = _set(
    "a af an av barnebok barneroman billedbok bilderbok boerneroman dagbok deckare drama en et ett"
    " fantasyroman fortelling fortaelling historisk kaerleksroman kertomus krim kriminalroman krimi"
    " memoar memoarer memoir novel novela novell novella novelle noveller of och og play poems"
    " roman romaani romance romaner romanzo skuespill spenningsroman stories the thriller"
    " ungdomsbok ungdomsroman selvbiografi selvbiografisk biografi dikt berattelse beraettelse"
    " jaennitysromaani lydbok ljudbok lydbog"
)
_NUMBER = re.compile(r"[0-9]+")
_SEGMENT = re.compile(r"[.,:;(/]")
_TELLING = 3
"""A title of so many words is known without its subtitle."""
_LABELS = _set(
    "bok boken bog book bind band bd del delen vol volume part pt teil tome livre nr no osa"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def work_key(facts: TitleFacts, *, alone: str) -> str:
    """Return what all editions of a work have in common; `alone` tells of a title that has none."""
    told = _told(facts)
    return sha256("\n".join(told or ("", "", alone)).encode()).hexdigest()[:_KEY_LENGTH]


def alone(source: str, control_number: str) -> str:
    """Return what tells a title apart that is of no work together with others."""
    return f"{source}\n{control_number}"


def may_be_one(kind: str, other: str) -> bool:
    """Say whether titles of two kinds may be editions of one work, if a person says they are."""
    return kind == other or {kind, other} <= TEXTS


def _told(facts: TitleFacts) -> tuple[str, str] | None:
    """Return author and title as they are compared, or None where they say too little."""
    if facts.kind not in TEXTS:
        return None
    if facts.uniform:
        title = title_key(facts.uniform)
        return ("", title) if title else None
    author = author_key(facts.authors[0]) if facts.authors else ""
    original = title_key(facts.original)
    title = original or title_key(facts.title)
    if not author or not title:
        return None
    if not original:
        title = " ".join((title, *_of_subtitle(title, facts.subtitle)))
    return author, title


def _of_subtitle(title: str, subtitle: str) -> Iterable[str]:
    """Return what of a subtitle tells works apart: volumes, a manual from a tutorial."""
    words = words_in(subtitle)
    if len(title.split()) >= _TELLING or all(word in _GENRES for word in words):
        return _NUMBER.findall(subtitle)
    return words


def author_key(name: str) -> str:
    """Return a name as it is compared, inverted or not."""
    return " ".join(sorted(words_in(name)))


def title_key(title: str) -> str:
    """Return a title as it is compared, or nothing for one that many works bear."""
    words = list(words_in(title))
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    begins = "".join(word for word in words_in(_SEGMENT.split(title, maxsplit=1)[0]))
    bare = "".join(word for word in _counted(words) if not word.isdigit())
    if not words or words[0] in _GATHERED or {begins, bare} & _GENERIC:
        return ""
    return " ".join(_counted(words))


def _counted(words: Iterable[str]) -> list[str]:
    """Return the words with "book two of" and its like as the bare number that others write."""
    kept: list[str] = []
    for word in words:
        if kept and kept[-1] in _LABELS and (number := _number(word)):
            kept[-1] = number
        else:
            kept.append(word)
    return kept


def _number(word: str) -> str:
    """Return what a word counts in figures, or nothing."""
    if word.isdigit():
        return str(int(word))
    values = [_ROMAN.get(letter, 0) for letter in word]
    if not word or not all(values):
        return ""
    pairs = zip(values, [*values[1:], 0], strict=True)
    return str(sum(-each if each < after else each for each, after in pairs))
