"""Who looked at whom, who asked to be erased, and how each sentence of the notice stands."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import Keep, NotPersonal, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role

SUBJECT = "patrons.Person"
"""The model that every path of a declaration leads to."""


class AccessEntry(models.Model):
    """One rendering of someone's data: when, which role, where, for what task, which classes.

    `kinds` holds classes of field with spaces between, never values. The patron reads these.
    """

    person = models.ForeignKey(SUBJECT, on_delete=models.CASCADE)
    at = models.DateTimeField()
    role = models.CharField(max_length=20, choices=[(each, each) for each in Role])
    unit = models.CharField(max_length=20)
    task = models.CharField(max_length=30)
    kinds = models.CharField(max_length=300)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.ACCOUNTABILITY,
        columns={
            "person": Kind.LINK,
            "at": Kind.READ_LOG,
            "role": Kind.READ_LOG,
            "unit": Kind.READ_LOG,
            "task": Kind.READ_LOG,
            "kinds": Kind.READ_LOG,
        },
        not_personal={"id"},
        keep=(Keep("access_log", since="at"),),
        seen_by={Role.PATRON, Role.PRIVACY_OFFICER},
    )


class ErasureRequest(models.Model):
    """Someone asked to be erased; open until nothing holds them any more (R20).

    When the person goes, so does this row. `answered_at` is set on a request that was taken back.
    """

    person = models.OneToOneField(SUBJECT, on_delete=models.CASCADE)
    requested_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.RIGHTS,
        columns={
            "person": Kind.LINK,
            "requested_at": Kind.REQUEST,
            "answered_at": Kind.REQUEST,
        },
        not_personal={"id"},
        keep=(Keep("answered_request", since="answered_at"),),
        seen_by={Role.DESK, Role.PATRON, Role.PRIVACY_OFFICER},
    )


class SentenceCheck(models.Model):
    """How a sentence of the notice stood when it was last looked at."""

    sentence = models.CharField(max_length=100, primary_key=True)
    state = models.CharField(max_length=12)
    rows = models.PositiveIntegerField()
    detail = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField()

    personal_data = NotPersonal("a sentence of the notice")


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
