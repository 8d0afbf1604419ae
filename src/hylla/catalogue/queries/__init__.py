"""What others ask of the catalogue."""

from hylla.catalogue.queries.pages import Page
from hylla.catalogue.queries.records import (
    Hit,
    ItemFacts,
    ItemTypeFacts,
    RecordFacts,
    count_of_titles,
    hits_of,
    item_types,
    item_with,
    items_of,
    newest,
    record,
)
from hylla.catalogue.queries.search import search

__all__ = [
    "Hit",
    "ItemFacts",
    "ItemTypeFacts",
    "Page",
    "RecordFacts",
    "count_of_titles",
    "hits_of",
    "item_types",
    "item_with",
    "items_of",
    "newest",
    "record",
    "search",
]
