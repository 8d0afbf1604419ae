"""What people say about a field that was not corrected, and who was told of one that was."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import PersonalData
from hylla.privacy.models.requests import Request
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.vocabulary import Kind, Purpose, Role


class Statement(models.Model):
    """What someone says of a field that the library has found to be correct (GDPR article 16).

    It stands beside the field until they take it away, the field is corrected, or they go.
    """

    person = models.ForeignKey(SUBJECT, on_delete=models.CASCADE, related_name="statements")
    what = models.CharField(max_length=40)
    words = models.CharField(max_length=1000)
    since_at = models.DateTimeField()

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.RIGHTS,
        columns={
            "person": Kind.LINK,
            "what": Kind.REQUEST,
            "words": Kind.REQUEST,
            "since_at": Kind.REQUEST,
        },
        not_personal={"id"},
        seen_by={Role.DESK, Role.PATRON, Role.PRIVACY_OFFICER},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "what"], name="one_statement_a_field"),
        ]


class OnwardNotice(models.Model):
    """Someone who got data that was corrected or restricted, and must be told so (article 19).

    `recipient` is a processor as the policy names it. A request is not over before all are told.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="onward")
    recipient = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="request.person",
        purpose=Purpose.RIGHTS,
        columns={
            "request": Kind.REQUEST,
            "recipient": Kind.REQUEST,
            "asked_at": Kind.REQUEST,
            "told_at": Kind.REQUEST,
        },
        not_personal={"id"},
        seen_by={Role.PATRON, Role.PRIVACY_OFFICER},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "recipient"], name="told_once"),
        ]
