"""How often something may still be done from one place, for every process of the program."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import NotPersonal


class Bucket(models.Model):
    """What is left of so many at once, and when it was counted last.

    From `full_at` on nothing is missing, and the row goes. The place is a hash of a network address
    under a key that is drawn for each run of the program and written nowhere: without it the row
    tells of nobody, and with it only for minutes.
    """

    place = models.CharField(max_length=64, primary_key=True)
    left = models.FloatField()
    counted_at = models.DateTimeField()
    full_at = models.DateTimeField()

    personal_data = NotPersonal("a keyed hash of a place whose key is written nowhere, for minutes")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["full_at"], name="bucket_by_end")]
