"""What people confirmed about the notice, and what was run by night."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import NotPersonal


class Attestation(models.Model):
    """A named role confirmed a sentence, until a date."""

    sentence = models.CharField(max_length=100)
    role = models.CharField(max_length=20)
    confirmed_on = models.DateField()
    until_on = models.DateField()

    personal_data = NotPersonal("a role's confirmation of a sentence")

    class Meta:
        ordering: ClassVar = ["-until_on"]


class NightRun(models.Model):
    """The night's order was run for a day.

    `canary` says what was wrong with the canary's flight, or with the look for its traces; empty
    is well. It is None where no canary flew.
    """

    day = models.DateField(unique=True)
    started_at = models.DateTimeField()
    canary = models.TextField(null=True)

    personal_data = NotPersonal("a date on which the program ran")
