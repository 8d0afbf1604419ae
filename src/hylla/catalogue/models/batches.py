"""Many records at once: files that come in, what each record of them did, and how it was before."""

from typing import ClassVar

from django.db import models

from hylla.catalogue.rules.batches import BatchKind, Fate, OnMatch, OnNew, RowState, Stage
from hylla.library.models import Branch
from hylla.privacy.declarations import NotPersonal


class ImportProfile(models.Model):
    """How records of one source are taken in.

    `match_by` are codes of `rules.matching.MatchBy` with spaces between, in the order in which they
    are asked for; `kept` are the rules of `rules.keeping`, one a line. Copies of branches that are
    none of ours go to `branch`, if there is one.
    """

    name = models.CharField(max_length=60, unique=True)
    match_by = models.CharField(max_length=60, blank=True)
    on_match = models.CharField(max_length=10, choices=[(each, each) for each in OnMatch])
    on_new = models.CharField(max_length=10, choices=[(each, each) for each in OnNew])
    kept = models.TextField(blank=True)
    branch = models.ForeignKey(Branch, null=True, on_delete=models.SET_NULL, related_name="+")

    personal_data = NotPersonal("rules for records of titles")

    def __str__(self) -> str:
        return self.name


class RuleSet(models.Model):
    """What is done to many records, kept to be used again; `rules` as `change_rules` has them."""

    name = models.CharField(max_length=60, unique=True)
    rules = models.TextField(blank=True)

    personal_data = NotPersonal("rules for records of titles")

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """One file of records, or one change of many; who sent it is not kept.

    `size` and `done` are bytes while it is read, and records while it runs or is undone. `fault` is
    why nothing could be read. The rules are read anew for each record when it runs; `rules` are
    those of a change of many, as they were when titles or copies were chosen. A change of heading
    is of the authority `authority_number`, whose own row has the place 0; where it becomes part of
    another, that is `into_number`, with the place 1.
    """

    kind = models.CharField(max_length=10, choices=[(each, each) for each in BatchKind])
    name = models.CharField(max_length=100)
    profile = models.ForeignKey(ImportProfile, null=True, on_delete=models.SET_NULL)
    stage = models.CharField(max_length=10, choices=[(each, each) for each in Stage])
    size = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    rules = models.TextField(blank=True)
    authority_number = models.BigIntegerField(null=True)
    into_number = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField()

    personal_data = NotPersonal("a file of titles, and when it came; not who sent it")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["stage"], name="batches_by_stage")]

    def __str__(self) -> str:
        return self.name


class BatchPart(models.Model):
    """A piece of a file that has come and is not read yet."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="parts")
    place = models.PositiveIntegerField()
    data = models.BinaryField()

    personal_data = NotPersonal("a piece of a file of titles")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "place"], name="a_part_of_a_batch_once"),
        ]


class BatchRow(models.Model):
    """One record of a batch: what becomes of it, and how the title was before.

    `marc` is the record that came, as ISO 2709 in UTF-8, and of what is refused the very bytes of
    the file. `record_number` has no foreign key, as what was added may be deleted. `before` are
    the title's columns as JSON with `before_marc` beside them; `after` is a digest of how the title
    was once it was written; `barcodes` are those of the copies that came with it, one a line.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    place = models.PositiveIntegerField()
    fate = models.CharField(max_length=10, choices=[(each, each) for each in Fate])
    reason = models.CharField(max_length=30, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    remarks = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=200, blank=True)
    marc = models.BinaryField(null=True)
    record_number = models.BigIntegerField(null=True)
    state = models.CharField(
        max_length=10, choices=[(each, each) for each in RowState], default=RowState.WAITS
    )
    before = models.TextField(blank=True)
    before_marc = models.BinaryField(null=True)
    after = models.CharField(max_length=64, blank=True)
    barcodes = models.TextField(blank=True)

    personal_data = NotPersonal("a record of a title, and how it was before")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["batch", "state", "place"], name="rows_of_a_batch_to_do"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "place"], name="a_row_of_a_batch_once"),
        ]
