"""What somebody types into the one field for searching, taken apart.

Words stand side by side; what stands in quotes stands together; `author:` and its like tell where
to look. Signs that mean nothing are no fault: titles are full of them. What cannot be meant as it
stands is done without, and told.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from hylla.catalogue.rules.isbn import isbn_asked, isbn_within, odd_isbn_asked
from hylla.catalogue.rules.title_facts import EARLIEST, LATEST
from hylla.catalogue.rules.words import LONGEST_WORD, MOST_WORDS_ASKED, stands_alone, words_in
from hylla.formats.marc.issn import issn8, issn8_of

LONGEST_READ = 2 * MOST_WORDS_ASKED * LONGEST_WORD
_LONGEST_NUMBER = 100
_ISSN = re.compile(r"(?:issn[:\s]*)?([0-9]{4}[-‐–\s]?[0-9]{3}[0-9xX])", re.IGNORECASE)  # noqa: RUF001 - dashes as typed
_ISSN_SCANNED = re.compile(r"977([0-9]{7})[0-9]{3}")


class Where(StrEnum):
    """Where a word is to stand."""

    ANYWHERE = "anywhere"
    NAMED = "named"
    """In a title or an author's name."""
    TITLE = "title"
    AUTHOR = "author"
    SUBJECT = "subject"
    SERIES = "series"
    PUBLISHER = "publisher"


class Trouble(StrEnum):
    """What of a question could not be done as it stood."""

    OPEN_QUOTE = "open_quote"
    EMPTY_FIELD = "empty_field"
    NO_YEAR = "no_year"
    TOO_MANY_WORDS = "too_many_words"
    NO_WORDS = "no_words"
    ODD_ISBN = "odd_isbn"


@dataclass(frozen=True, slots=True)
class Word:
    """One word, folded; `begun` where a star said so."""

    text: str
    where: Where = Where.ANYWHERE
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand after one another."""

    words: tuple[str, ...]
    where: Where = Where.ANYWHERE


@dataclass(frozen=True, slots=True)
class Question:
    """A whole question. `number` is an ISBN or ISSN that is all of it; years are from and to.

    `words` has each word once, `typed` all of them in order, as in a title such as *Man mot man*.
    """

    words: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    years: tuple[int, int] | None = None
    number: str = ""
    troubles: tuple[Trouble, ...] = ()
    typed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is asked for."""
        return not (self.words or self.phrases or self.years or self.number)

    @property
    def plain(self) -> tuple[str, ...]:
        """Return the words of a question that is nothing but words."""
        plain = all(word.where is Where.ANYWHERE and not word.begun for word in self.words)
        return tuple(word.text for word in self.words) if plain and not self.phrases else ()

    @property
    def whole(self) -> tuple[str, ...]:
        """Return all that was typed, where it is nothing but words and may be a whole title."""
        return (self.typed or self.plain) if self.plain else ()


# In four languages; a reader's own field names are met with on every page.
_FIELDS = {
    **dict.fromkeys(("title", "tittel", "titel"), Where.TITLE),
    **dict.fromkeys(("author", "forfatter", "forfattar", "författare"), Where.AUTHOR),
    **dict.fromkeys(("subject", "emne", "ämne"), Where.SUBJECT),
    **dict.fromkeys(("series", "serie"), Where.SERIES),
    **dict.fromkeys(("publisher", "forlag", "förlag"), Where.PUBLISHER),
}
_YEARS = frozenset(("year", "år"))
_PART = re.compile(
    r'(?:(?P<field>[^\W\d_]{2,12}):[ ]?)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))|(?P<quote>")'
)
_SPAN = re.compile(r"(\d{1,4})(?:([-‐–—]|\.\.)(\d{1,4})?)?|(?:[-‐–—]|\.\.)(\d{1,4})")  # noqa: RUF001 - dashes as typed
_WIDE_SPAN = re.compile(r"\b((?:year|år): ?\d{1,4})\s*[-‐–—]\s+(?=\d)", re.IGNORECASE)  # noqa: RUF001 - dashes as typed
_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟″", '"'))


def question(text: str) -> Question:
    """Return what a text asks for; it is always something that can be looked for."""
    text = text.strip()
    if number := _number(text[:_LONGEST_NUMBER]):
        return Question(number=number)
    if odd := odd_isbn_asked(text[:_LONGEST_NUMBER]):
        return Question((Word(odd),), troubles=(Trouble.ODD_ISBN,))
    reading = _Reading()
    read = _WIDE_SPAN.sub(r"\1-", text[:LONGEST_READ].translate(_QUOTES))
    for part in _PART.finditer(read):
        reading.take(part)
    return reading.question(had_text=bool(text))


def _number(text: str) -> str:
    if isbn := isbn_asked(text):
        return isbn
    if scanned := _ISSN_SCANNED.fullmatch(text):
        return issn8_of(scanned[1])
    found = _ISSN.fullmatch(text)
    return issn8(found[1]) or "" if found else isbn_within(text)


class _Reading:
    """What has been read so far."""

    def __init__(self) -> None:
        self._words: dict[Word, None] = {}
        self._typed: list[str] = []
        self._phrases: list[Phrase] = []
        self._years: tuple[int, int] | None = None
        self._troubles: dict[Trouble, None] = {}

    def take(self, part: re.Match[str]) -> None:
        """Take in the next part."""
        if part["quote"]:
            self._troubles[Trouble.OPEN_QUOTE] = None
            return
        field = (part["field"] or "").lower()
        if field in _YEARS and (years := part["word"] or part["phrase"]):
            self._take_years(years.strip())
            return
        where = _FIELDS.get(field, Where.ANYWHERE)
        before = part["field"] if where is Where.ANYWHERE else ""
        if before:
            self._add(before, Where.ANYWHERE)
        if part["phrase"] is not None:
            self._take_phrase(part["phrase"], where)
        elif part["word"].rstrip(":").lower() in {*_FIELDS, *_YEARS} and ":" in part["word"]:
            self._troubles[Trouble.EMPTY_FIELD] = None
        else:
            self._add(part["word"], where)

    def _take_phrase(self, text: str, where: Where) -> None:
        words = words_in(text)[:MOST_WORDS_ASKED]
        if len(words) > 1:
            self._phrases.append(Phrase(words, where))
        for word in words:
            self._words[Word(word, where)] = None

    def _add(self, text: str, where: Where) -> None:
        words = words_in(text)
        self._typed += words
        for place, word in enumerate(words, start=1):
            begun = place == len(words) and text.endswith("*") and len(word) > 1
            self._words[Word(word, where, begun)] = None

    def _take_years(self, text: str) -> None:
        found = _SPAN.fullmatch(text)
        if not found:
            self._troubles[Trouble.NO_YEAR] = None
            return
        first, dash, last, until = found.groups()
        until = until or last or ("" if dash else first)
        years = int(first or EARLIEST), int(until or LATEST)
        self._years = min(years), max(years)

    def question(self, *, had_text: bool) -> Question:
        """Return it all, of which no more is looked for than is sensible."""
        words = tuple(self._words)
        if len(words) > MOST_WORDS_ASKED:
            if sum(not stands_alone(word.text) for word in words) > MOST_WORDS_ASKED:
                self._troubles[Trouble.TOO_MANY_WORDS] = None
            # The last word is the one that is being typed.
            words = (*words[: MOST_WORDS_ASKED - 1], words[-1])
        if had_text and not words and not self._years and not self._troubles:
            self._troubles[Trouble.NO_WORDS] = None
        phrases = tuple(self._phrases[:MOST_WORDS_ASKED])
        typed = tuple(self._typed)
        return Question(words, phrases, self._years, "", tuple(self._troubles), typed)
