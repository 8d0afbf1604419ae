"""What people have asked for by right, and the receipt by which they follow it."""

import uuid
from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import Join, Keep, OnMerge, PersonalData
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.rights.terms import (
    LEAVING,
    Answer,
    CameBy,
    Delay,
    Outcome,
    Proof,
    Refused,
    RequestKind,
)
from hylla.privacy.vocabulary import Kind, Purpose, Role

AT_ONCE_ONLY = sorted({*LEAVING, RequestKind.RESTRICTION})


class Request(models.Model):
    """One request, from the day it came until nothing more comes of it.

    The clock runs to `due_on`. `answered_at` is when the person was told; an erasure can be
    answered and still wait, a restriction is answered and lasts: `closed_at` ends it. Without a
    person it came from someone who has no card, or who could not show who they are. Where
    `needs_child` is true a guardian asked, and the child has not said yes yet. `told_at` is when
    a message last said that there is an answer, or that it takes longer; `announced_at` when one
    said that a restriction is about to be lifted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        SUBJECT, null=True, on_delete=models.CASCADE, related_name="requests"
    )
    asked_by = models.ForeignKey(
        SUBJECT, null=True, on_delete=models.SET_NULL, related_name="requests_for_others"
    )
    kind = models.CharField(max_length=15, choices=[(each, each) for each in RequestKind])
    what = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    name = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=300, blank=True)
    came_by = models.CharField(max_length=10, choices=[(each, each) for each in CameBy])
    proof = models.CharField(max_length=15, choices=[(each, each) for each in Proof])
    role = models.CharField(max_length=20, choices=[(each, each) for each in Role])
    unit = models.CharField(max_length=20, blank=True)
    needs_child = models.BooleanField(default=False)
    requested_at = models.DateTimeField()
    due_on = models.DateField()
    extended_at = models.DateTimeField(null=True)
    delay = models.CharField(max_length=15, blank=True, choices=[(each, each) for each in Delay])
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=15, blank=True, choices=[(each, each) for each in Answer])
    ground = models.CharField(max_length=20, blank=True, choices=[(each, each) for each in Refused])
    told_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    unidentified_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="person",
        also_about=("asked_by",),
        purpose=Purpose.RIGHTS,
        columns={
            "id": Kind.LINK,
            "person": Kind.LINK,
            "asked_by": Kind.FAMILY,
            "kind": Kind.REQUEST,
            "what": Kind.REQUEST,
            "words": Kind.REQUEST,
            "name": Kind.NAME,
            "reply_to": Kind.CONTACT,
            "came_by": Kind.REQUEST,
            "proof": Kind.REQUEST,
            "role": Kind.REQUEST,
            "unit": Kind.REQUEST,
            "needs_child": Kind.REQUEST,
            "requested_at": Kind.REQUEST,
            "due_on": Kind.REQUEST,
            "extended_at": Kind.REQUEST,
            "delay": Kind.REQUEST,
            "answered_at": Kind.REQUEST,
            "answer": Kind.REQUEST,
            "ground": Kind.REQUEST,
            "told_at": Kind.REQUEST,
            "announced_at": Kind.REQUEST,
            "closed_at": Kind.REQUEST,
            "unidentified_at": Kind.REQUEST,
        },
        keep=(
            Keep("answered_request", since="closed_at"),
            Keep("unidentified_request", since="unidentified_at"),
        ),
        on_merge={"person": OnMerge.UNION, "asked_by": OnMerge.MOVE},
        joined={"requested_at": Join.EARLIEST, "due_on": Join.EARLIEST, "needs_child": Join.BOTH},
        seen_by={Role.DESK, Role.PATRON, Role.PRIVACY_OFFICER},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind", "what"],
                condition=models.Q(closed_at__isnull=True, kind__in=AT_ONCE_ONLY),
                name="asked_once_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["person"],
                condition=models.Q(closed_at__isnull=True),
                name="open_requests",
            ),
        ]


class Receipt(models.Model):
    """What the library has said to a request, facet by facet, for whoever holds its code.

    When the person goes, the request goes, and this names nobody any more: it stays for a while,
    so that someone who has no account left can still see how it ended. Only a hash of the code is
    kept.
    """

    request = models.OneToOneField(
        Request, null=True, on_delete=models.SET_NULL, related_name="receipt"
    )
    code_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=15, choices=[(each, each) for each in RequestKind])
    made_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    copy_days = models.PositiveSmallIntegerField()
    copies_until_on = models.DateField(null=True)

    personal_data = PersonalData(
        subject="request.person",
        purpose=Purpose.RIGHTS,
        columns={
            "request": Kind.REQUEST,
            "code_hash": Kind.CREDENTIAL,
            "kind": Kind.REQUEST,
            "made_at": Kind.REQUEST,
            "completed_at": Kind.REQUEST,
            "copies_until_on": Kind.REQUEST,
        },
        not_personal={"id", "copy_days"},
        keep=(Keep("receipt", since="completed_at"),),
        seen_by={Role.PATRON, Role.PRIVACY_OFFICER},
    )


class ReceiptLine(models.Model):
    """What becomes of one table's rows, or of what lies elsewhere."""

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="lines")
    facet = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10, choices=[(each, each) for each in Outcome])
    until_on = models.DateField(null=True)
    law = models.CharField(max_length=100, blank=True)

    personal_data = PersonalData(
        subject="receipt.request.person",
        purpose=Purpose.RIGHTS,
        columns={
            "receipt": Kind.REQUEST,
            "facet": Kind.REQUEST,
            "outcome": Kind.REQUEST,
            "until_on": Kind.REQUEST,
            "law": Kind.REQUEST,
        },
        not_personal={"id"},
        seen_by={Role.PATRON, Role.PRIVACY_OFFICER},
    )

    class Meta:
        ordering: ClassVar = ["id"]
