"""The outbox: what is to be said to whom, without the words and without any title."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models

from hylla.library.models import Branch
from hylla.patrons.models import Person
from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class Template(StrEnum):
    """What a message says. Its words stand in the message catalogues."""

    HOLD_READY = "hold_ready"
    HOLD_EXPIRING = "hold_expiring"
    HOLD_EXPIRED = "hold_expired"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    CARD_EXPIRING = "card_expiring"
    WELCOME = "welcome"
    ALREADY_REGISTERED = "already_registered"
    INACTIVE_SOON = "inactive_soon"
    REQUEST_ANSWERED = "request_answered"
    REQUEST_REFUSED = "request_refused"
    REQUEST_EXTENDED = "request_extended"
    CHILD_IS_ASKED = "child_is_asked"
    WARD_LEAVES = "ward_leaves"
    MEMBERSHIP_ENDED = "membership_ended"
    RESTRICTION_ENDS = "restriction_ends"
    INVOICE = "invoice"
    COLLECTION_WARNING = "collection_warning"
    NOT_FOUND = "not_found"
    DAMAGED = "damaged"
    RENEWED = "renewed"
    RECALLED = "recalled"
    RECEIPT = "receipt"
    NOT_RENEWED = "not_renewed"
    NOT_RENEWED_HELD = "not_renewed_held"
    NOT_RENEWED_OFTEN = "not_renewed_often"


NOT_RENEWED = (Template.NOT_RENEWED, Template.NOT_RENEWED_HELD, Template.NOT_RENEWED_OFTEN)
"""What is said of loans that were to be renewed without being asked for, and could not be."""


class Message(models.Model):
    """One message to one person.

    The address is looked up when it is sent, the text is made when it is sent: neither is kept.
    `closed_at` is when it was delivered or given up; its bounce window runs from there. `arrived`
    is true where a telephone has said that it has it; no e-mail ever says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    template = models.CharField(max_length=20, choices=[(each, each) for each in Template])
    branch = models.ForeignKey(Branch, null=True, on_delete=models.PROTECT)
    day = models.DateField(null=True)
    number = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    channel = models.CharField(max_length=10, blank=True)
    closed_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)
    arrived = models.BooleanField(default=False)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.MESSAGES,
        columns={
            "id": Kind.LINK,
            "person": Kind.LINK,
            "template": Kind.MESSAGE,
            "branch": Kind.MESSAGE,
            "day": Kind.MESSAGE,
            "number": Kind.MESSAGE,
            "code": Kind.MESSAGE,
            "created_at": Kind.TIME_AND_PLACE,
            "channel": Kind.MESSAGE,
            "closed_at": Kind.TIME_AND_PLACE,
            "failed": Kind.MESSAGE,
            "arrived": Kind.MESSAGE,
        },
        not_personal={"attempts", "next_attempt_at"},
        keep=(Keep("delivered_message", since="closed_at"),),
        on_merge={"person": OnMerge.MOVE},
        seen_by={Role.DESK, Role.PRIVACY_OFFICER, Role.PATRON},
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(closed_at__isnull=True),
                name="messages_to_send",
            ),
        ]
