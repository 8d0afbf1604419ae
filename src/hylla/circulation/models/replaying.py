"""What is needed to take in, days later, what desks did without a network; nobody stands in it."""

from typing import ClassVar

from django.db import models

from hylla.catalogue.models import Item
from hylla.circulation.rules.replaying import Became
from hylla.privacy.declarations import NotPersonal


class LastReturn(models.Model):
    """When a copy was last returned, for as many days as a desk may be without a network."""

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE)
    returned_at = models.DateTimeField(db_index=True)

    personal_data = NotPersonal("when a thing was returned, for some days, and not by whom")


class TakenRecord(models.Model):
    """A record of a desk that was taken in; `mark` is a hash of its random word."""

    mark = models.CharField(max_length=64, primary_key=True)
    became = models.CharField(max_length=20, choices=[(each, each) for each in Became])
    at = models.DateTimeField()

    personal_data = NotPersonal("a random word's hash, and what became of it")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="old_replays")]
