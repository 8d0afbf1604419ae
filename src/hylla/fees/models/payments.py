"""Payments on the web and at card terminals, until shortly after: one row for each claim."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models

from hylla.fees.models.claims import Claim, ClaimKind
from hylla.patrons.models import Person
from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class PaymentState(StrEnum):
    """What has become of a payment."""

    UNDER_WAY = "under_way"
    PAID = "paid"
    CANCELLED = "cancelled"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    """Nobody came back, and the provider knows of no payment."""
    GOING_BACK = "going_back"
    """It was paid, and nothing was owed any more: the money is to go back."""
    GIVEN_BACK = "given_back"


class Payment(models.Model):
    """One claim that someone is paying, or has just paid, on the web or at a terminal on a desk.

    PROTECT: money that is under way is booked, or paid back, before the person can go. For as long
    as the row is here, and no longer, the patron can read the number of the voucher.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patron = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="payments")
    claim = models.ForeignKey(Claim, on_delete=models.SET_NULL, null=True)
    reference = models.CharField(max_length=32, db_index=True)
    kind = models.CharField(max_length=10, choices=[(each, each) for each in ClaimKind])
    amount_ore = models.PositiveIntegerField()
    terminal = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(each, each) for each in PaymentState])
    voucher_number = models.BigIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="patron",
        purpose=Purpose.FEES,
        columns={
            "id": Kind.LINK,
            "patron": Kind.LINK,
            "claim": Kind.LINK,
            "reference": Kind.LINK,
            "kind": Kind.MONEY,
            "amount_ore": Kind.MONEY,
            "terminal": Kind.TIME_AND_PLACE,
            "began_at": Kind.MONEY,
            "state": Kind.MONEY,
            "voucher_number": Kind.MONEY,
            "finished_at": Kind.MONEY,
        },
        keep=(Keep("finished_payment", since="finished_at"),),
        on_merge={"patron": OnMerge.MOVE},
        seen_by={Role.DESK, Role.CHILDREN, Role.PRIVACY_OFFICER, Role.PATRON},
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["began_at"],
                condition=models.Q(finished_at__isnull=True),
                name="payments_under_way",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reference", "claim"], name="claim_once_a_payment"),
        ]
