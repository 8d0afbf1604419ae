"""Invoices: some claims of one patron, with a number, a due date and a payment reference."""

import uuid
from typing import ClassVar

from django.db import models

from hylla.fees.rules import CancelReason, numbered
from hylla.patrons.models import Person
from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class Invoice(models.Model):
    """What someone was asked to pay by a day. Its claims point at it; none of them names a title.

    PROTECT: an open invoice keeps the person, and the guardian it is addressed to (conflict case
    12). It is settled when its last claim is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patron = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invoices")
    addressee = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="invoices_for_wards"
    )
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    reference = models.CharField(max_length=25)
    amount_ore = models.PositiveIntegerField()
    made_on = models.DateField()
    due_on = models.DateField()
    settled_at = models.DateTimeField(null=True)
    cancelled_for = models.CharField(
        max_length=10, blank=True, choices=[(each, each) for each in CancelReason]
    )

    personal_data = PersonalData(
        subject="patron",
        also_about=("addressee",),
        purpose=Purpose.FEES,
        columns={
            "id": Kind.LINK,
            "patron": Kind.LINK,
            "addressee": Kind.FAMILY,
            "year": Kind.MONEY,
            "serial": Kind.MONEY,
            "reference": Kind.MONEY,
            "amount_ore": Kind.MONEY,
            "made_on": Kind.MONEY,
            "due_on": Kind.MONEY,
            "settled_at": Kind.MONEY,
            "cancelled_for": Kind.MONEY,
        },
        keep=(Keep("settled_invoice", since="settled_at"),),
        on_merge={"patron": OnMerge.MOVE, "addressee": OnMerge.MOVE},
        seen_by={Role.INVOICE, Role.PRIVACY_OFFICER, Role.PATRON},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "serial"], name="an_invoice_number_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                condition=models.Q(settled_at__isnull=True),
                name="open_invoices",
            ),
        ]

    @property
    def number(self) -> str:
        """The number as people write it."""
        return numbered(self.year, self.serial)
