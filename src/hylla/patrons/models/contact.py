"""How a person is reached: each fact a row of its own, so that each can be corrected alone."""

from typing import ClassVar

from django.db import models

from hylla.patrons.models.people import Person
from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import AtEnd, Kind, Purpose, Role

FAILED = Keep("failed_address", since="failed_at", then=AtEnd.CLEAR, columns=("failed_at",))
"""How long an address or a number is passed over; then it is tried again."""
SEEN_BY = {Role.DESK, Role.CHILDREN, Role.PRIVACY_OFFICER, Role.PATRON}


class Address(models.Model):
    """A postal address; the temporary one goes by itself when its last day is past."""

    KINDS: ClassVar = [("registered", "registered"), ("temporary", "temporary")]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=12, choices=KINDS)
    line_1 = models.CharField(max_length=200)
    line_2 = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12)
    city = models.CharField(max_length=100)
    country = models.CharField(max_length=2)
    until_on = models.DateField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.MEMBERSHIP,
        columns={
            "person": Kind.LINK,
            "kind": Kind.ADDRESS,
            "line_1": Kind.ADDRESS,
            "line_2": Kind.ADDRESS,
            "postcode": Kind.ADDRESS,
            "city": Kind.ADDRESS,
            "country": Kind.ADDRESS,
            "until_on": Kind.ADDRESS,
        },
        not_personal={"id"},
        keep=(Keep("ended_address", since="until_on"),),
        on_merge={"person": OnMerge.KEEP_STAYING},
        seen_by={*SEEN_BY, Role.OUTREACH},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_address_of_a_kind"),
        ]


class Phone(models.Model):
    """A telephone number in E.164 form; `rank` 0 is used first.

    `failed_at` is when it turned out that there is no such number, or none for text messages.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=20)
    is_mobile = models.BooleanField()
    rank = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.MESSAGES,
        columns={
            "person": Kind.LINK,
            "number": Kind.CONTACT,
            "is_mobile": Kind.CONTACT,
            "rank": Kind.PREFERENCE,
            "failed_at": Kind.MEMBERSHIP,
        },
        not_personal={"id"},
        keep=(FAILED,),
        on_merge={"person": OnMerge.KEEP_STAYING},
        seen_by=SEEN_BY,
    )

    class Meta:
        ordering: ClassVar = ["rank", "id"]


class Email(models.Model):
    """An e-mail address; `rank` 0 is used first.

    `failed_at` is when it turned out that nothing arrives there.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="emails")
    address = models.EmailField()
    rank = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.MESSAGES,
        columns={
            "person": Kind.LINK,
            "address": Kind.CONTACT,
            "rank": Kind.PREFERENCE,
            "failed_at": Kind.MEMBERSHIP,
        },
        not_personal={"id"},
        keep=(FAILED,),
        on_merge={"person": OnMerge.KEEP_STAYING},
        seen_by=SEEN_BY,
    )

    class Meta:
        ordering: ClassVar = ["rank", "id"]
