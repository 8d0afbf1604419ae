"""What the index holds of a title, field by field.

`any` has every form of every word of a title, once each, and decides what is found; the other
texts say where a word stands, and decide the order. What is counted and chosen by is raw. `mark` is
on one document that is no title: up to which change the index is current, in the same commit.
"""

import math
from collections.abc import Iterable, Iterator, Mapping

from tantivy import Document, Schema, SchemaBuilder

from hylla.catalogue.index.stems import marks_of, stems_kept
from hylla.catalogue.index.values import IndexedTitle
from hylla.catalogue.rules.ordering import LAST, Alphabet, places, without_article
from hylla.catalogue.rules.title_facts import LONGEST_LIST
from hylla.catalogue.rules.words import forms_in, words_in

VERSION = 7
"""Of the fields and of how texts are cut up: an index of another version is made anew."""

ANY, TITLE, TITLE_STEMS, NAMES, MORE, SUBJECTS, WHOLE = (
    "any",
    "title",
    "title_stems",
    "names",
    "more",
    "subjects",
    "whole",
)
PUBLISHER, NUMBERS, SHELF = "publisher", "numbers", "shelf"
NUMBER, WORK, YEAR, DECADE, POPULAR, MARK = "number", "work", "year", "decade", "popular", "mark"
BY_TITLE: Mapping[Alphabet, str] = {each: f"by_title_{each.name.lower()}" for each in Alphabet}
BY_AUTHOR: Mapping[Alphabet, str] = {each: f"by_author_{each.name.lower()}" for each in Alphabet}
BY_REST_OF_TITLE = "by_rest_of_title"
KIND, LANGUAGE, AUDIENCE, BRANCH, SUBJECT, SERIES = (
    "kind",
    "language",
    "audience",
    "branch",
    "subject",
    "series",
)
_CHOSEN_BY = (KIND, LANGUAGE, AUDIENCE, BRANCH, SUBJECT, SERIES)
_WORK_DIGITS = 15
_MOST_CHOICES = LONGEST_LIST
_LONGEST_CHOICE = 200
_LONGEST_PLACE = 60
BETWEEN = "\x1f"
"""Sorts before every letter, so that a short name stands before a longer one."""
_MOST_WORDS = 600
_MOST_OTHERS = 150
# Twenty copies make a title count as half as much again: less than any difference of words.
_POPULARITY = 0.25


def _schema() -> Schema:
    builder = SchemaBuilder()
    for name in (TITLE, NAMES, MORE):
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in (TITLE_STEMS, SUBJECTS, PUBLISHER):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(ANY, tokenizer_name="whitespace", index_option="basic")
    for name in (WHOLE, NUMBERS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in _CHOSEN_BY:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field(NUMBER, indexed=True, fast=True)
    builder.add_unsigned_field(WORK, indexed=True, fast=True)
    builder.add_unsigned_field(YEAR, indexed=True, fast=True)
    builder.add_unsigned_field(DECADE, indexed=True, fast=True)
    for name in (*BY_TITLE.values(), *BY_AUTHOR.values(), BY_REST_OF_TITLE):
        builder.add_unsigned_field(name, fast=True)
    builder.add_float_field(POPULAR, fast=True)
    builder.add_unsigned_field(MARK, stored=True)
    builder.add_text_field(SHELF, tokenizer_name="raw", index_option="basic")
    return builder.build()


SCHEMA = _schema()


def document_of(title: IndexedTitle) -> Document:
    """Return a title as the index keeps it."""
    words = list(words_in(title.title))
    forms, marks = list(forms_in(title.title)), marks_of(title.languages)
    names = _with_others(_forms(title.authors), title.other_authors)
    more = _with_others(_forms((title.subtitle, *title.series)), title.other_titles)
    publisher = _forms([title.publisher])
    subjects = _with_others(_forms(title.subjects), title.other_subjects)
    stems = [*forms, *stems_kept(forms, marks)]
    # Subjects are often in the library's own language, whatever the text is in.
    subject_stems = stems_kept(subjects, dict.fromkeys((*marks, "no", "sv")))
    found_by = dict.fromkeys(
        (*stems, *names, *more, *stems_kept(more, marks), *subjects, *subject_stems, *publisher)
    )
    document = Document()
    document.add_text(TITLE, _text(words))
    document.add_text(TITLE_STEMS, _text(stems))
    document.add_text(NAMES, _text(names))
    document.add_text(MORE, _text(more))
    document.add_text(SUBJECTS, _text([*subjects, *subject_stems]))
    document.add_text(PUBLISHER, _text(publisher))
    document.add_text(ANY, " ".join(list(found_by)[:_MOST_WORDS]))
    for each in dict.fromkeys(_wholes(title, words)):
        document.add_text(WHOLE, each)
    for each in title.numbers:
        document.add_text(NUMBERS, each)
    _add_choices(document, title)
    _add_places(document, title)
    document.add_text(SHELF, shelf_place(title))
    document.add_unsigned(NUMBER, title.number)
    document.add_unsigned(WORK, work_number(title.work_key))
    document.add_float(POPULAR, _POPULARITY * math.log1p(title.copies))
    return document


def marked(change: int) -> Document:
    """Return the document that says up to which change the index is current."""
    document = Document()
    document.add_unsigned(NUMBER, 0)
    document.add_unsigned(MARK, change)
    return document


def work_number(work_key: str) -> int:
    """Return the key of a work as a number: 60 bits, which no two works of a library share."""
    return int(work_key[:_WORK_DIGITS] or "0", 16)


def shelf_place(title: IndexedTitle) -> str:
    """Return where a title stands on shelves in their usual order: by class, author, and title.

    It begins with whom and what the shelf is for, and ends with the title's number.
    """
    author = title.authors[0] if title.authors else ""
    parts = (title.classification, author, title.title)
    order = (" ".join(words_in(each))[:_LONGEST_PLACE] for each in parts)
    return BETWEEN.join((f"{title.audience} {title.kind}", *order, str(title.number)))


def whole(words: Iterable[str]) -> str:
    """Return words as one, as whole titles are compared."""
    return " ".join(words)[:_LONGEST_CHOICE]


def _forms(texts: Iterable[str]) -> list[str]:
    return [form for text in texts if text for form in forms_in(text)]


def _with_others(forms: list[str], others: Iterable[str]) -> list[str]:
    """Add the words that other forms have beside: a name in sixty spellings is not sixty names."""
    known = set(forms)
    beside = dict.fromkeys(form for form in _forms(others) if form not in known)
    return [*forms, *list(beside)[:_MOST_OTHERS]]


def _text(words: list[str]) -> str:
    return " ".join(words[:_MOST_WORDS])


def _wholes(title: IndexedTitle, words: list[str]) -> Iterator[str]:
    """Yield what somebody may write who has the whole title before them."""
    yield whole(words)
    if title.subtitle:
        yield whole([*words, *words_in(title.subtitle)])
    if len(forms := forms_in(title.title)) > len(words):
        yield whole(forms[len(words) :]) if len(forms) == 2 * len(words) else ""


def _add_places(document: Document, title: IndexedTitle) -> None:
    """Add where a title stands by its name and by its author's, in each alphabet."""
    name, author = without_article(title.title, title.languages), "".join(title.authors[:1])
    for alphabet in Alphabet:
        first, rest = places(name, alphabet)
        document.add_unsigned(BY_TITLE[alphabet], first)
        if alphabet is Alphabet.NORWEGIAN:
            document.add_unsigned(BY_REST_OF_TITLE, rest)
        document.add_unsigned(BY_AUTHOR[alphabet], places(author, alphabet)[0] or LAST)


def _add_choices(document: Document, title: IndexedTitle) -> None:
    choices = {
        KIND: [title.kind],
        LANGUAGE: title.languages[:1],
        AUDIENCE: [title.audience],
        BRANCH: [str(each) for each in title.branches],
        SUBJECT: title.subjects,
        SERIES: title.series,
    }
    for name, values in choices.items():
        for value in dict.fromkeys(values[:_MOST_CHOICES]):
            if value:
                document.add_text(name, value[:_LONGEST_CHOICE].strip())
    if title.year:
        document.add_unsigned(YEAR, title.year)
        document.add_unsigned(DECADE, title.year - title.year % 10)
