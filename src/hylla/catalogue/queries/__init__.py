"""What others ask of the catalogue."""

from hylla.catalogue.index.choices import Choices, Count, Facet, Sorting
from hylla.catalogue.index.finding import Work
from hylla.catalogue.queries.asking import Answer, find
from hylla.catalogue.queries.covers import cover_bytes, cover_marks
from hylla.catalogue.queries.finding import (
    Asking,
    Found,
    counts_among,
    shelved_beside,
    similar_to,
    suggested,
    works_found,
)
from hylla.catalogue.queries.merged import record_now
from hylla.catalogue.queries.pages import Page
from hylla.catalogue.queries.records import (
    CollectionFacts,
    Hit,
    ItemFacts,
    ItemTypeFacts,
    RecordFacts,
    collections,
    count_of_titles,
    hits_of,
    item_types,
    item_with,
    items_of,
    newest,
    other_editions,
    record,
)
from hylla.catalogue.queries.search import search
from hylla.catalogue.queries.together import (
    AuthorFacts,
    Known,
    author_address,
    author_at,
    editions_with,
    namesakes_of,
)

__all__ = [
    "Answer",
    "AuthorFacts",
    "Asking",
    "Choices",
    "CollectionFacts",
    "Count",
    "Facet",
    "Found",
    "Hit",
    "ItemFacts",
    "ItemTypeFacts",
    "Known",
    "Page",
    "RecordFacts",
    "Sorting",
    "Work",
    "author_address",
    "author_at",
    "collections",
    "cover_bytes",
    "cover_marks",
    "count_of_titles",
    "editions_with",
    "find",
    "hits_of",
    "item_types",
    "item_with",
    "items_of",
    "namesakes_of",
    "newest",
    "other_editions",
    "record",
    "record_now",
    "search",
    "shelved_beside",
    "similar_to",
    "suggested",
    "works_found",
    "counts_among",
]
