"""Find titles by the words of their names, authors, subjects and series.

Written by hand: the same question by the ORM joins the words through the records' table, and
PostgreSQL finds beginnings by an index only with operators that the ORM has no name for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from hylla.catalogue.models import Item
from hylla.catalogue.queries.pages import Page
from hylla.catalogue.queries.records import Hit, hits_of
from hylla.catalogue.rules.copies import is_barcode
from hylla.catalogue.rules.isbn import isbn_asked
from hylla.catalogue.rules.words import may_be_a_beginning, words_asked

PER_PAGE = 20
# Far past any end; a larger number would not fit into the statement.
LAST_PAGE = 1_000_000
# A whole word tells more than the beginning of another.
WHOLE = 100
# Sorts behind whatever may follow in a word: it is no character, and so in no word.
_LAST = "\U0010ffff"

_BEGINNING = {
    "sqlite": "last.word >= %s AND last.word < %s",
    "postgresql": "last.word ~>=~ %s AND last.word ~<~ %s",
}
# SQLite joins in the order written, so the words come first that are likely to be rarest;
# PostgreSQL, which counts words now and then, chooses for itself.
_STATEMENT = """
SELECT last.record_id, COUNT(*) OVER ()
FROM {others} catalogue_recordword last
WHERE {matches}
GROUP BY last.record_id {weights}
ORDER BY MAX(CASE WHEN last.word = %s THEN last.weight + {whole} ELSE last.weight END) {sum} DESC,
    last.record_id DESC
LIMIT %s OFFSET %s
"""


@dataclass(frozen=True, slots=True)
class _Found:
    record_ids: tuple[int, ...]
    total: int


def search(words: str, *, page: int = 1, per_page: int = PER_PAGE) -> Page[Hit]:
    """Return the titles that have every word, the last of which may be only begun.

    A barcode finds its title, an ISBN its edition. A page past the end is the last one.
    """
    number, per_page = min(max(page, 1), LAST_PAGE), max(per_page, 1)
    by_barcode = title_of_barcode(words.strip())
    if by_barcode is not None:
        return Page(hits_of([by_barcode]), 1, per_page, 1)
    isbn = isbn_asked(words[:100])
    asked = (isbn,) if isbn else words_asked(words)
    if not asked:
        return Page((), 1, per_page, 0)
    found = _found(asked, limit=per_page, offset=(number - 1) * per_page)
    if not found.record_ids and number > 1:
        total = _found(asked, limit=1, offset=0).total
        number = max(1, -(-total // per_page))
        found = _found(asked, limit=per_page, offset=(number - 1) * per_page)
    return Page(hits_of(found.record_ids), number, per_page, found.total)


def numbers_found(words: str, *, most: int) -> tuple[int, ...]:
    """Return the numbers of the titles that `search` finds, as many as `most`."""
    by_barcode = title_of_barcode(words.strip())
    if by_barcode is not None:
        return (by_barcode,)
    isbn = isbn_asked(words[:100])
    asked = (isbn,) if isbn else words_asked(words)
    return _found(asked, limit=most, offset=0).record_ids if asked else ()


def title_of_barcode(text: str) -> int | None:
    """Return the title of the copy with a barcode; a text without a digit is only a word."""
    if not is_barcode(text) or not any(each.isdigit() for each in text):
        return None
    return Item.objects.filter(barcode=text).values_list("record_id", flat=True).first()


def _found(words: Sequence[str], *, limit: int, offset: int) -> _Found:
    *others, last = words
    others.sort(key=len, reverse=True)
    begun = may_be_a_beginning(last)
    bounds = (last, last + _LAST) if begun else (last,)
    with connection.cursor() as cursor:
        statement = _statement(others=len(others), begun=begun)
        cursor.execute(statement, [*others, *bounds, last, limit, offset])
        rows = cursor.fetchall()
    return _Found(tuple(row[0] for row in rows), rows[0][1] if rows else 0)


def _statement(*, others: int, begun: bool) -> str:
    names = [f"w{number}" for number in range(others)]
    matches = [
        *(f"{name}.word = %s" for name in names),
        *(f"{after}.record_id = {name}.record_id" for name, after in pairwise([*names, "last"])),
        _BEGINNING[connection.vendor] if begun else "last.word = %s",
    ]
    return _STATEMENT.format(
        whole=WHOLE,
        others="".join(f"catalogue_recordword {name} CROSS JOIN " for name in names),
        matches=" AND ".join(matches),
        weights="".join(f", {name}.weight" for name in names),
        sum="".join(f" + {name}.weight" for name in names),
    )
