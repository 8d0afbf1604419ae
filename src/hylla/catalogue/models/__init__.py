"""Bibliographic records, the words they are found by, and the items on the shelves."""

from hylla.catalogue.models.authorities import (
    Authority,
    AuthorityForm,
    AuthorityVersion,
    TitleHeading,
)
from hylla.catalogue.models.batches import Batch, BatchPart, BatchRow, ImportProfile, RuleSet
from hylla.catalogue.models.covers import Cover
from hylla.catalogue.models.merged import KnownApart, MergedTitle
from hylla.catalogue.models.titles import (
    BORROWED,
    Collection,
    Item,
    ItemFlaw,
    ItemStatus,
    ItemType,
    Record,
    RecordChange,
    RecordKey,
    RecordWord,
    Stamp,
    of_its_own,
)
from hylla.catalogue.models.versions import RecordVersion
from hylla.catalogue.models.works import FormerWork, WorkTie

__all__ = [
    "BORROWED",
    "Authority",
    "AuthorityForm",
    "AuthorityVersion",
    "Batch",
    "BatchPart",
    "BatchRow",
    "Collection",
    "Cover",
    "FormerWork",
    "ImportProfile",
    "Item",
    "ItemFlaw",
    "ItemStatus",
    "ItemType",
    "KnownApart",
    "MergedTitle",
    "Record",
    "RecordChange",
    "RecordKey",
    "RecordVersion",
    "RecordWord",
    "RuleSet",
    "Stamp",
    "TitleHeading",
    "WorkTie",
    "of_its_own",
]
