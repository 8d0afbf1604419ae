"""Tallies: how often something happened on a day, in the classes that reports need."""

from enum import StrEnum
from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import NotPersonal


class Event(StrEnum):
    """What is counted."""

    CHECKOUT = "checkout"
    RENEWAL = "renewal"
    RETURN = "return"
    HOLD = "hold"
    HOLD_FILLED = "hold_filled"
    REGISTRATION = "registration"
    OVERRIDE = "override"
    """A loan in spite of a refusal that staff may set aside; the loan is counted too."""


class Tally(models.Model):
    """A number for a day, branch, event, kind of item, category and age band.

    Codes, no keys: a tally outlives everything it counts, and nothing points from it to anyone.
    """

    day = models.DateField()
    branch = models.CharField(max_length=20)
    event = models.CharField(max_length=20, choices=[(each, each) for each in Event])
    item_type = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=20, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    count = models.PositiveIntegerField()

    personal_data = NotPersonal("a number")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "branch", "event", "item_type", "category", "age_band"],
                name="one_tally_a_class",
            ),
        ]
