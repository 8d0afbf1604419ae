"""Find titles by the words of their names, authors, subjects and series.

Written by hand: the same question by the ORM joins the words through the records' table, and
PostgreSQL finds beginnings by an index only with operators that the ORM has no name for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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
    "sqlite": "word >= %s AND word < %s",
    "postgresql": "word ~>=~ %s AND word ~<~ %s",
}
_LAST_WORD = """
WITH last AS (
    SELECT record_id, MAX(CASE WHEN word = %s THEN weight + {whole} ELSE weight END) AS weight
    FROM catalogue_recordword WHERE {matches} GROUP BY record_id
)
SELECT last.record_id, COUNT(*) OVER () FROM last {joins}
ORDER BY last.weight{weights} DESC, last.record_id DESC LIMIT %s OFFSET %s
"""
_JOIN = """
JOIN catalogue_recordword w{n} ON w{n}.record_id = last.record_id AND w{n}.word = %s"""


@dataclass(frozen=True, slots=True)
class _Found:
    record_ids: tuple[int, ...]
    total: int


def search(words: str, *, page: int = 1, per_page: int = PER_PAGE) -> Page[Hit]:
    """Return the titles that have every word, the last of which may be only begun.

    A barcode finds its title, an ISBN its edition. A page past the end is the last one.
    """
    number, per_page = min(max(page, 1), LAST_PAGE), max(per_page, 1)
    by_barcode = _title_of_barcode(words.strip())
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


def _title_of_barcode(text: str) -> int | None:
    """A text without a digit is looked up as a word only."""
    if not is_barcode(text) or not any(each.isdigit() for each in text):
        return None
    return Item.objects.filter(barcode=text).values_list("record_id", flat=True).first()


def _found(words: Sequence[str], *, limit: int, offset: int) -> _Found:
    *others, last = words
    begun = may_be_a_beginning(last)
    places = range(len(others))
    statement = _LAST_WORD.format(
        whole=WHOLE,
        matches=_BEGINNING[connection.vendor] if begun else "word = %s",
        joins="".join(_JOIN.format(n=n) for n in places),
        weights="".join(f" + w{n}.weight" for n in places),
    )
    bounds = (last, last + _LAST) if begun else (last,)
    with connection.cursor() as cursor:
        cursor.execute(statement, [last, *bounds, *others, limit, offset])
        rows = cursor.fetchall()
    return _Found(tuple(row[0] for row in rows), rows[0][1] if rows else 0)
