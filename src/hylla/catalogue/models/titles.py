"""Bibliographic records, the words they are found by, and the items on the shelves."""

from enum import StrEnum
from typing import ClassVar
from uuid import uuid4

from django.db import models

from hylla.catalogue.rules.conditions import FLAWS
from hylla.library.models import Branch
from hylla.privacy.declarations import NotPersonal

BORROWED = "interlibrary"
"""The source of records that stand for things from other libraries: no part of the catalogue."""


def of_its_own() -> str:
    """Return the key of a work of which there is one edition."""
    return uuid4().hex


class Record(models.Model):
    """A title as a bibliographic record describes it.

    `source` and `control_number` name the record where it came from; `digest` is of the record's
    bytes as imported (`marc`, ISO 2709 in UTF-8), so that the same record twice changes nothing;
    `revised` is when its maker last changed it (MARC 005: 20240131120000.0). Where there may be
    several authors, isbns, subjects or series, each has a line; languages have spaces between, the
    text's own first. Editions of one work have the same `work_key` (`rules.works`), never empty.
    """

    source = models.CharField(max_length=50)
    control_number = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    revised = models.CharField(max_length=16, blank=True)
    marc = models.BinaryField(null=True)
    kind = models.CharField(max_length=20)
    audience = models.CharField(max_length=10)
    title = models.TextField()
    subtitle = models.TextField(blank=True)
    authors = models.TextField(blank=True)
    year = models.SmallIntegerField(null=True)
    languages = models.CharField(max_length=50, blank=True)
    publisher = models.TextField(blank=True)
    isbns = models.TextField(blank=True)
    classification = models.CharField(max_length=50, blank=True)
    subjects = models.TextField(blank=True)
    series = models.TextField(blank=True)
    work_key = models.CharField(max_length=40, default=of_its_own)
    added_on = models.DateField()

    personal_data = NotPersonal("a title; its authors are named as authors of a published work")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["work_key"], name="editions_of_a_work")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "control_number"], name="a_record_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Stamp(models.Model):
    """The day on which a title last changed for those who harvest the catalogue, or went.

    `number` is that of its record, without a foreign key: a title that is gone is told of for
    good (OAI-PMH 2.0, 2.5.1: persistent), with the kind it had. Gone is a title without a record,
    and one that had copies, all of which are withdrawn. Titles that are no part of the catalogue
    have no stamp.
    """

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    changed_on = models.DateField()
    is_gone = models.BooleanField(default=False)

    personal_data = NotPersonal("the number of a title, its kind, and when it changed")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["changed_on", "number"], name="stamps_by_day")]


class RecordChange(models.Model):
    """That what a title is found by has changed: the rows in order are what the index has to do.

    `record_number` has no foreign key, as a title that is gone is to leave the index. An index
    knows the number of the last row it has taken in; the newest rows stay, for the indexes of
    other machines (`actions.indexing`).
    """

    record_number = models.BigIntegerField()

    personal_data = NotPersonal("the number of a title that changed")


class RecordWord(models.Model):
    """A word a record is found by, folded as `rules.words` says.

    Both indexes are in the order of the characters' codes, so that PostgreSQL finds beginnings by
    them, too; the first answers a search alone, the second also serves where a record is known.
    """

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="words", db_index=False
    )
    word = models.CharField(max_length=60)
    weight = models.PositiveSmallIntegerField()

    personal_data = NotPersonal("a word of a title")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["word", "record", "weight"],
                name="records_by_word",
                opclasses=["varchar_pattern_ops", "int8_ops", "int2_ops"],
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "word"],
                name="a_word_of_a_record_once",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ]


class RecordKey(models.Model):
    """By what a title is known again when another record of it comes: `rules.matching`."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=60)

    personal_data = NotPersonal("a number of a published title, or a digest of what it says")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key"], name="records_by_key")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "key"], name="a_key_of_a_record_once"),
        ]


class ItemType(models.Model):
    """A kind of item that loan rules speak of: book, film, game, magazine, laptop ..."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=100)

    personal_data = NotPersonal("a kind of item")

    def __str__(self) -> str:
        return self.name


class Collection(models.Model):
    """A part of the stock that loan rules may speak of: reference, quick loans, local history."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=100)

    personal_data = NotPersonal("a part of the stock")

    def __str__(self) -> str:
        return self.name


class ItemStatus(StrEnum):
    """Where an item is in its life, apart from loans, holds and transit, which have rows."""

    IN_SERVICE = "in_service"
    IN_PROCESS = "in_process"
    LOST = "lost"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"
    AWAY = "away"
    """Lent to another library."""


class Item(models.Model):
    """One copy. `transit_to` is the branch it is on its way to.

    `seen_on` is the day on which an inventory last saw it on a shelf. No loan and no return is
    noted there, so that it is a day of the thing, and of nobody. `lent_until_on` is when another
    library, whose it is, wants it back: every loan of it ends on that day.
    """

    barcode = models.CharField(max_length=30, unique=True)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="items")
    item_type = models.ForeignKey(ItemType, on_delete=models.PROTECT)
    collection = models.ForeignKey(Collection, null=True, on_delete=models.PROTECT)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    shelf_mark = models.CharField(max_length=100, blank=True)
    status = models.CharField(
        max_length=12,
        choices=[(each, each) for each in ItemStatus],
        default=ItemStatus.IN_SERVICE,
    )
    transit_to = models.ForeignKey(Branch, null=True, on_delete=models.PROTECT, related_name="+")
    added_on = models.DateField()
    seen_on = models.DateField(null=True)
    lent_until_on = models.DateField(null=True)

    personal_data = NotPersonal("a thing on a shelf, and when it was seen there, not by whom")

    def __str__(self) -> str:
        return self.barcode


class ItemFlaw(models.Model):
    """Something is wrong with a copy, since a day. It goes when it is mended."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="flaws")
    flaw = models.CharField(max_length=20, choices=[(each, each) for each in FLAWS])
    noted_on = models.DateField()

    personal_data = NotPersonal("a mark on a thing, without who made it or who saw it")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "flaw"], name="a_flaw_once"),
        ]
