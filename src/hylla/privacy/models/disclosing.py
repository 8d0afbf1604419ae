"""A request to read what the library keeps, as public records or otherwise: no copy of it."""

from enum import StrEnum
from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import Keep, PersonalData
from hylla.privacy.models.incidents import AskedBy
from hylla.privacy.models.subject import STAFF
from hylla.privacy.vocabulary import Kind, Purpose, Role, Subject


class About(StrEnum):
    """How many people are asked about."""

    ONE = "one"
    EVERYONE = "everyone"


class Ruling(StrEnum):
    """What was decided."""

    GIVEN = "given"
    PARTLY = "partly"
    REFUSED = "refused"


class DisclosureCase(models.Model):
    """One request for data about patrons: who asked, on what ground, what was decided and given.

    It names neither a patron nor a private person who asks: nobody may be asked who they are to
    read a public record. `wanted` and `given` are tables, with a space on both sides of each;
    `recipient` an authority or an organisation, `reference` its own number of the case: the police
    have both. Where `silence_law` forbids it, whoever was told of reads that later. With
    `handed_at` it is done, and so is a refusal with `closed_at`. `agreed_at` is when a second
    person had said yes.
    """

    asked_on = models.DateField()
    asked_by = models.CharField(max_length=15, choices=[(each, each) for each in AskedBy])
    recipient = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    ground = models.CharField(max_length=100)
    words = models.CharField(max_length=500, blank=True)
    about = models.CharField(max_length=10, choices=[(each, each) for each in About])
    wanted = models.CharField(max_length=1000)
    people_asked = models.PositiveIntegerField()
    ruling = models.CharField(max_length=10, blank=True, choices=[(each, each) for each in Ruling])
    law = models.CharField(max_length=100, blank=True)
    silence_law = models.CharField(max_length=100, blank=True)
    given = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    people_told = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    handed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="decided_by",
        also_about=("agreed_by",),
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={
            "decided_by": Kind.LINK,
            "decided_at": Kind.TIME_AND_PLACE,
            "agreed_by": Kind.LINK,
            "agreed_at": Kind.TIME_AND_PLACE,
        },
        # They are about the case: whoever writes is told to name nobody.
        not_personal={
            "id",
            "asked_on",
            "asked_by",
            "recipient",
            "reference",
            "ground",
            "words",
            "about",
            "wanted",
            "people_asked",
            "ruling",
            "law",
            "silence_law",
            "given",
            "people_told",
            "left_out",
            "handed_at",
            "closed_at",
        },
        keep=(Keep("closed_disclosure", since="closed_at"),),
        seen_by={Role.PRIVACY_OFFICER, Role.ADMINISTRATOR},
    )

    class Meta:
        ordering: ClassVar = ["-asked_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="disclosed_only_as_decided",
                condition=models.Q(handed_at__isnull=True)
                | models.Q(ruling__in=[Ruling.GIVEN, Ruling.PARTLY], decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="police_have_a_case",
                condition=~models.Q(asked_by=AskedBy.POLICE)
                | (~models.Q(recipient="") & ~models.Q(reference="")),
            ),
            models.CheckConstraint(
                name="decided_with_its_law",
                condition=models.Q(decided_at__isnull=True) | ~models.Q(law=""),
            ),
        ]
