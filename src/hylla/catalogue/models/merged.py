"""Titles that were two and are one."""

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
