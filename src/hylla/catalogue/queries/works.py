"""Which titles stand together as editions of one work, why, and which others may belong there."""

from collections.abc import Sequence
from dataclasses import dataclass

from hylla.catalogue.models import BORROWED, FormerWork, Record, WorkTie
from hylla.catalogue.queries.merged import record_now
from hylla.catalogue.queries.records import MOST_EDITIONS, Hit, hits_of
from hylla.catalogue.rules.words import words_in
from hylla.catalogue.rules.works import author_key, may_be_one

SUGGESTED = 25
_LOOKED_AT = 500
_WORDS_LOOKED_FOR = 3


@dataclass(frozen=True, slots=True)
class EditionOf:
    """An edition of a work; `by_hand` where a cataloguer said that it is one."""

    title: Hit
    by_hand: bool


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """A title's work: its editions, the title among them, and titles that may be more of them."""

    title: Hit
    work_key: str
    editions: tuple[EditionOf, ...]
    likely: tuple[Hit, ...]


def work_of(record_id: int) -> WorkFacts | None:
    """Return the work of a title of the catalogue, or None for an unknown number."""
    row = Record.objects.filter(pk=record_id).exclude(source=BORROWED).defer("marc").first()
    if row is None:
        return None
    same = Record.objects.filter(work_key=row.work_key).exclude(source=BORROWED)
    numbers = list(same.order_by("languages", "-year", "pk").values_list("pk", flat=True))
    tied = set(WorkTie.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    shown = dict.fromkeys([row.pk, *numbers[:MOST_EDITIONS]])
    editions = tuple(EditionOf(each, each.id in tied) for each in hits_of(shown))
    return WorkFacts(editions[0].title, row.work_key, editions, hits_of(_likely(row)))


def _likely(row: Record) -> Sequence[int]:
    """Return titles of the same author, those with words of the title in common first.

    Without an author, those that have the words of the title.
    """
    author = next(iter(row.authors.splitlines()), "")
    words = sorted(set(words_in(author or row.title)), key=len, reverse=True)
    if not words:
        return ()
    rows = Record.objects.exclude(work_key=row.work_key).exclude(source=BORROWED)
    for word in words[:_WORDS_LOOKED_FOR]:
        rows = rows.filter(words__word=word)
    columns = ("pk", "title", "authors", "kind")
    title = set(words_in(row.title))
    found = [
        (-len(title & set(words_in(other))), other, number)
        for number, other, authors, kind in rows.values_list(*columns)[:_LOOKED_AT]
        if may_be_one(row.kind, kind) and (not author or _is_by(author, authors))
    ]
    return [number for *_order, number in sorted(found)[:SUGGESTED]]


def _is_by(author: str, authors: str) -> bool:
    return author_key(author) in {author_key(each) for each in authors.splitlines()}


def work_now(work_key: str) -> str | None:
    """Return the key of the work to which a former one's address leads, or None."""
    number = FormerWork.objects.filter(pk=work_key).values_list("number", flat=True).first()
    found = None if number is None else record_now(number)
    return found.work_key if found and found.work_key != work_key else None
