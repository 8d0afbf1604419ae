"""Bibliographic records, the words they are found by, and the items on the shelves."""

from hylla.catalogue.models.titles import (
    BORROWED,
    Collection,
    Item,
    ItemFlaw,
    ItemStatus,
    ItemType,
    Record,
    RecordChange,
    RecordWord,
    Stamp,
    of_its_own,
)

__all__ = [
    "BORROWED",
    "Collection",
    "Item",
    "ItemFlaw",
    "ItemStatus",
    "ItemType",
    "Record",
    "RecordChange",
    "RecordWord",
    "Stamp",
    "of_its_own",
]
