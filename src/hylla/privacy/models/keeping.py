"""What people confirmed about the notice, and what was run by night."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import NotPersonal, PersonalData
from hylla.privacy.models.subject import STAFF
from hylla.privacy.vocabulary import Kind, Purpose, Role, Subject


class Attestation(models.Model):
    """A named role confirmed a sentence, until a date: who it was, and what they looked at.

    Without `staff` it was confirmed by the command line, or its writer's account is gone.
    """

    sentence = models.CharField(max_length=100)
    role = models.CharField(max_length=20)
    staff = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    looked_at = models.CharField(max_length=500, blank=True)
    confirmed_on = models.DateField()
    until_on = models.DateField()

    personal_data = PersonalData(
        subject="staff",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={"staff": Kind.LINK, "confirmed_on": Kind.TIME_AND_PLACE},
        not_personal={"id", "sentence", "role", "looked_at", "until_on"},
        seen_by={Role.PRIVACY_OFFICER, Role.ADMINISTRATOR},
    )

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


class CheckAsked(models.Model):
    """Somebody wants the notice to be checked now, and not only by night: one row, or none."""

    asked_at = models.DateTimeField()

    personal_data = NotPersonal("a moment")
