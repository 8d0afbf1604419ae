"""What went wrong and whom it touched in numbers; and how often others asked for people's data."""

from enum import StrEnum
from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import Keep, NotPersonal, PersonalData
from hylla.privacy.models.subject import STAFF
from hylla.privacy.vocabulary import Kind, Purpose, Role, Subject


class Decided(StrEnum):
    """What was decided about an incident (GDPR articles 33 and 34)."""

    NO_RISK = "no_risk"
    """Nobody is told; why stands beside it (article 33(1))."""
    AUTHORITY = "authority"
    """The supervisory authority is told."""
    EVERYONE = "everyone"
    """The authority is told, and everyone who is touched (article 34)."""


class Incident(models.Model):
    """One incident: which tables it is about, between when, and what was decided. It names nobody.

    The 72 hours of article 33 run from `noticed_at`. `tables` are names with spaces between;
    `people` and `rows` were counted when it was written down.
    """

    opened_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    noticed_at = models.DateTimeField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    tables = models.CharField(max_length=2000)
    people = models.PositiveIntegerField()
    words = models.CharField(max_length=2000, blank=True)
    measures = models.CharField(max_length=2000, blank=True)
    decided = models.CharField(
        max_length=10, blank=True, choices=[(each, each) for each in Decided]
    )
    decided_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="opened_by",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={"opened_by": Kind.LINK, "noticed_at": Kind.TIME_AND_PLACE},
        # They are about the incident: whoever writes is told to name nobody.
        not_personal={
            "id",
            "from_at",
            "until_at",
            "tables",
            "people",
            "words",
            "measures",
            "decided",
            "decided_at",
            "told_at",
            "closed_at",
        },
        keep=(Keep("closed_incident", since="closed_at"),),
        seen_by={Role.PRIVACY_OFFICER, Role.ADMINISTRATOR},
    )

    class Meta:
        ordering: ClassVar = ["-noticed_at", "-pk"]


class AskedBy(StrEnum):
    """Who asked the library for data about its patrons."""

    POLICE = "police"
    COURT = "court"
    PUBLIC_RECORD = "public_record"
    """Somebody who asked to read public records."""
    OTHER = "other"


class Disclosure(models.Model):
    """One request from outside for data about patrons: by whom, and how much was handed over.

    Numbers only: whom it was about, and the case, stand in the library's own archive.
    """

    asked_on = models.DateField()
    asked_by = models.CharField(max_length=15, choices=[(each, each) for each in AskedBy])
    people_asked = models.PositiveIntegerField()
    people_told = models.PositiveIntegerField()

    personal_data = NotPersonal("numbers of requests and of people")

    class Meta:
        ordering: ClassVar = ["-asked_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="no_more_told_than_asked",
                condition=models.Q(people_told__lte=models.F("people_asked")),
            ),
        ]
