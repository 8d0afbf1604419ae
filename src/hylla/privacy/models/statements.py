"""What people say about a field that was not corrected, and who was told of one that was."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.models.requests import Receipt, Request
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
        on_merge={"person": OnMerge.UNION},
        seen_by={Role.DESK, Role.PATRON, Role.PRIVACY_OFFICER},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "what"], name="one_statement_a_field"),
        ]


class OnwardNotice(models.Model):
    """Someone who got data of a person, and must be told what became of it (articles 17 and 19).

    `recipient` is a processor as the policy names it. With a request it is told of a correction
    or a restriction, and a correction is not over before all are. Without one it must delete:
    `reference` is what it knows the person by, and goes when it says that it has (`done_at`); a
    `receipt` is not done before. `asked_at` is empty while the person is still there. `due_at` is
    by when it must have said so, `asks` how often it was asked. Until `kept_until_on` it keeps
    something because of `kept_law`; nobody is late before.
    """

    request = models.ForeignKey(Request, null=True, on_delete=models.CASCADE, related_name="onward")
    receipt = models.ForeignKey(
        Receipt, null=True, on_delete=models.SET_NULL, related_name="onward"
    )
    recipient = models.CharField(max_length=200)
    reference = models.CharField(max_length=490, blank=True)
    asked_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    asks = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    kept_law = models.CharField(max_length=100, blank=True)
    kept_until_on = models.DateField(null=True)

    personal_data = PersonalData(
        subject="request.person",
        also_about=("receipt.request.person",),
        purpose=Purpose.RIGHTS,
        columns={
            "request": Kind.REQUEST,
            "receipt": Kind.REQUEST,
            "recipient": Kind.REQUEST,
            "reference": Kind.CONTACT,
            "asked_at": Kind.REQUEST,
            "told_at": Kind.REQUEST,
            "due_at": Kind.REQUEST,
            "asks": Kind.REQUEST,
            "done_at": Kind.REQUEST,
            "kept_law": Kind.REQUEST,
            "kept_until_on": Kind.REQUEST,
        },
        not_personal={"id"},
        keep=(Keep("processor_deletion", since="done_at"),),
        seen_by={Role.PATRON, Role.PRIVACY_OFFICER},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "recipient"], name="told_once"),
            models.UniqueConstraint(fields=["receipt", "recipient"], name="deletes_once"),
            models.CheckConstraint(
                condition=models.Q(reference="")
                | models.Q(request__isnull=True, done_at__isnull=True),
                name="known_until_deleted",
            ),
            models.CheckConstraint(
                condition=models.Q(kept_law="", kept_until_on__isnull=True)
                | (~models.Q(kept_law="") & models.Q(kept_until_on__isnull=False)),
                name="kept_by_law_until_a_day",
            ),
        ]
