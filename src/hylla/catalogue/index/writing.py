"""Write the index: a whole one beside the one in use, or what has changed into it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tantivy import Index, IndexWriter, Query

from hylla.catalogue.index.folder import Unusable
from hylla.catalogue.index.reading import unusable_where_wrong
from hylla.catalogue.index.schema import MARK, NUMBER, SCHEMA, document_of, marked
from hylla.catalogue.index.values import IndexedTitle

_SMALL, _LARGE = 30_000_000, 200_000_000
"""Bytes that a writer may gather before it writes a segment."""


def create(where: Path, titles: Iterable[IndexedTitle], *, change: int) -> int:
    """Write all titles into a new index, current up to a change; return how many there are."""
    count = 0
    with _writer(Index(SCHEMA, path=str(where)), size=_LARGE) as writer:
        for title in titles:
            writer.add_document(document_of(title))
            count += 1
        writer.add_document(marked(change))
        writer.commit()
    return count


def put(where: Path, titles: Iterable[IndexedTitle], *, gone: Iterable[int], change: int) -> None:
    """Write titles in place of what there was of them, and take out others, in one commit.

    :raises Unusable: the index cannot be opened.
    """
    coming = list(titles)
    # By query and not by term: tantivy's binding takes the term of a number for one of another
    # type, and deletes nothing (0.27).
    old = {0, *gone, *(title.number for title in coming)}
    with _writer(_opened(where), size=_SMALL) as writer:
        writer.delete_documents_by_query(Query.term_set_query(SCHEMA, NUMBER, sorted(old)))
        for title in coming:
            writer.add_document(document_of(title))
        writer.add_document(marked(change))
        writer.commit()


def current_up_to(where: Path) -> int:
    """Return up to which change an index is current.

    :raises Unusable: it cannot be opened, or is not whole.
    """
    index = _opened(where)
    with unusable_where_wrong():
        searcher = index.searcher()
        hits = searcher.search(Query.term_query(SCHEMA, NUMBER, 0), 1).hits
        if not hits:
            raise Unusable("it is not whole")
        return int(searcher.doc(hits[0][1])[MARK][0])


def _opened(where: Path) -> Index:
    with unusable_where_wrong():
        index = Index.open(str(where))
        index.config_reader("manual")
        index.reload()
        return index


@contextmanager
def _writer(index: Index, *, size: int) -> Iterator[IndexWriter]:
    with unusable_where_wrong():
        writer = index.writer(size, 1)
    try:
        yield writer
    finally:
        # Otherwise the segments would stay as many as there were commits.
        writer.wait_merging_threads()
