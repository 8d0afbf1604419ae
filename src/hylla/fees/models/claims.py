"""What someone owes."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models

from hylla.library.models import Branch
from hylla.patrons.models import Person
from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class ClaimKind(StrEnum):
    """What a claim is for."""

    OVERDUE = "overdue"
    LOST = "lost"
    DAMAGED = "damaged"
    CARD = "card"
    BORROWED = "borrowed"
    """For having something sent from another library."""
    PRINT = "print"
    """Prints and copies: sold at a till, to nobody."""
    SALE = "sale"
    """Something else that is sold at a till."""


class Claim(models.Model):
    """Money a patron owes the library. Which thing it is about, only an open loan knows.

    PROTECT: an unpaid claim keeps the person (R20); `patron` of a settled one goes with it.
    `beside` is the fee that hung on the same loan when its price was claimed: it hangs there again
    when the price is settled. `for_ward`: a child owed it until it came of age (conflict case 12).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patron = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=[(each, each) for each in ClaimKind])
    amount_ore = models.PositiveIntegerField()
    opened_on = models.DateField()
    settled_at = models.DateTimeField(null=True)
    invoice = models.ForeignKey(
        "fees.Invoice", on_delete=models.SET_NULL, null=True, related_name="claims"
    )

    beside = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    for_ward = models.BooleanField(default=False)

    personal_data = PersonalData(
        subject="patron",
        purpose=Purpose.FEES,
        columns={
            "id": Kind.LINK,
            "patron": Kind.LINK,
            "branch": Kind.TIME_AND_PLACE,
            "beside": Kind.LINK,
            "kind": Kind.MONEY,
            "amount_ore": Kind.MONEY,
            "opened_on": Kind.MONEY,
            "settled_at": Kind.MONEY,
            "invoice": Kind.LINK,
            "for_ward": Kind.FAMILY,
        },
        keep=(Keep("settled_claim", since="settled_at", at_once=True),),
        on_merge={"patron": OnMerge.MOVE},
        seen_by={Role.DESK, Role.CHILDREN, Role.INVOICE, Role.PRIVACY_OFFICER, Role.PATRON},
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["patron"],
                condition=models.Q(settled_at__isnull=True),
                name="open_claims_of_a_patron",
            ),
        ]
