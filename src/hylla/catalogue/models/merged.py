"""Titles that were two and are one, and those that are two although they look like one."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import NotPersonal


class MergedTitle(models.Model):
    """A title that has become part of another, until that is undone.

    `number` was its own, `into` is that of the one that stayed: its lasting address leads there,
    and a record with its `source` and `control_number` that comes again is of that title. That one
    may have become part of a third since (`queries.merged`).
    """

    number = models.BigIntegerField(primary_key=True)
    into = models.BigIntegerField()
    source = models.CharField(max_length=50)
    control_number = models.CharField(max_length=100)
    merged_on = models.DateField()

    personal_data = NotPersonal("the numbers of two titles that are one, and since when")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source", "control_number"], name="merged_by_identity"),
        ]


class KnownApart(models.Model):
    """Two titles that look like one and are not, as a cataloguer has said; who is not kept.

    `low` and `high` are their numbers.
    """

    low = models.BigIntegerField()
    high = models.BigIntegerField()

    personal_data = NotPersonal("the numbers of two titles that are not one")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["low", "high"], name="told_apart_once"),
            models.CheckConstraint(
                name="the_lower_number_first", condition=models.Q(low__lt=models.F("high"))
            ),
        ]
