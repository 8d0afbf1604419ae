"""What a cataloguer says of works, and works' former addresses."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import NotPersonal


class WorkTie(models.Model):
    """A title's work as a cataloguer says it is; `by_record` is what the record says.

    `number` is the title's. It has no foreign key, so that a deleted title that comes back is of
    the same work as before.
    """

    number = models.BigIntegerField(primary_key=True)
    work_key = models.CharField(max_length=40)
    by_record = models.CharField(max_length=40)

    personal_data = NotPersonal("of which work a title is, and not who said so")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["work_key"], name="ties_of_a_work")]


class FormerWork(models.Model):
    """A key that a title's work had once: its address leads to the title's work of today."""

    key = models.CharField(max_length=40, primary_key=True)
    number = models.BigIntegerField()

    personal_data = NotPersonal("a former address of a work, and the number of a title")
