"""What is held back from removal and erasure by law: for whom, why, and until when."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import TOLD_LATER, Keep, OnMerge, PersonalData
from hylla.privacy.models.subject import STAFF, SUBJECT
from hylla.privacy.vocabulary import Kind, Purpose, Role


class HeldFor(StrEnum):
    """Why the law lets rows stay that would go; stored, so a word is never renamed."""

    LEGAL_CLAIM = "legal_claim"
    """To establish, exercise or defend a legal claim (GDPR article 17(3)(e))."""
    CRIME = "crime"
    """A court or the police demand that it is preserved."""
    SUPERVISION = "supervision"
    """A supervisory authority looks into the case (GDPR article 58)."""


class LegalHold(models.Model):
    """Some tables' rows of one person, which neither a clock nor a request removes for a while.

    While `proposed_at` is set, two people have not said yes and nothing is held. From `until_at` on
    it holds nothing either. `asked_until_at` is a later end that two people are asked about. With a
    `deferred_at` the person is not told for now, because `silence_law` forbids it. `tables` are
    names with a space on both sides of each.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(SUBJECT, on_delete=models.PROTECT, related_name="legal_holds")
    owner = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=15, choices=[(each, each) for each in HeldFor])
    law = models.CharField(max_length=100)
    tables = models.CharField(max_length=400)
    proposed_at = models.DateTimeField(null=True)
    in_force_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField()
    asked_until_at = models.DateTimeField(null=True)
    silence_law = models.CharField(max_length=100, blank=True)
    deferred_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.RIGHTS,
        columns={
            "id": Kind.LINK,
            "person": Kind.LINK,
            "reason": Kind.REQUEST,
            "law": Kind.REQUEST,
            "tables": Kind.REQUEST,
            "proposed_at": Kind.REQUEST,
            "in_force_at": Kind.REQUEST,
            "until_at": Kind.REQUEST,
            "silence_law": Kind.REQUEST,
            "deferred_at": Kind.REQUEST,
        },
        # Whose work it is, is told to the officer; a later end counts once two have said yes.
        not_personal={"owner", "asked_until_at"},
        keep=(
            Keep("proposed_legal_hold", since="proposed_at"),
            Keep("ended_legal_hold", since="until_at"),
            TOLD_LATER,
        ),
        withheld="deferred_at",
        on_merge={"person": OnMerge.MOVE},
        seen_by={Role.PATRON, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR},
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hold_proposed_or_started",
                condition=models.Q(proposed_at__isnull=True) ^ models.Q(in_force_at__isnull=True),
            ),
            models.CheckConstraint(
                name="hold_has_its_law", condition=~models.Q(law="") & ~models.Q(tables="")
            ),
            models.CheckConstraint(
                name="hold_is_silent_by_law",
                condition=models.Q(deferred_at__isnull=True) | ~models.Q(silence_law=""),
            ),
        ]
