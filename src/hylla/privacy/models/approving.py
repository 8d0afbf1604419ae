"""What two people must agree on, and who has said yes."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import NotPersonal, PersonalData
from hylla.privacy.models.subject import STAFF
from hylla.privacy.vocabulary import Kind, Purpose, Role, Subject


class Approval(models.Model):
    """Something that is done only when different people have said yes to it.

    `sort` says what kind of thing it is, `about` which one: the name of a clock, the checksum of a
    policy, a number. After `until_at` nobody can say yes any more. `agreed_at` is when enough had.
    """

    sort = models.CharField(max_length=20)
    about = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)

    personal_data = NotPersonal("what waits for two people: the name of a rule, or a number")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sort", "about"], name="asked_about_once"),
        ]


class ApprovalBy(models.Model):
    """One member of staff says yes; it goes with what it is about, and with their account."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="yeses")
    staff = models.ForeignKey(STAFF, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()

    personal_data = PersonalData(
        subject="staff",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={"staff": Kind.LINK, "said_at": Kind.TIME_AND_PLACE},
        not_personal={"id", "approval"},
        seen_by={Role.PRIVACY_OFFICER, Role.ADMINISTRATOR},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["approval", "staff"], name="two_different_people"),
        ]
