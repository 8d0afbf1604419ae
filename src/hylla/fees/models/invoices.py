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

    `warning_id` is the message that warns of debt collection, until it is known to have gone: on
    `warned_on`, and it gives until `warned_until_on` to pay. `handed_over_on` is when a debt
    collector got it, and `collector` who that was then: another may do it by now, and this one must
    be told when it is settled.
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

    warning_id = models.UUIDField(null=True)
    warned_on = models.DateField(null=True)
    warned_until_on = models.DateField(null=True)
    handed_over_on = models.DateField(null=True)
    collector = models.CharField(max_length=200, blank=True)

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
            "warning_id": Kind.LINK,
            "warned_on": Kind.MONEY,
            "warned_until_on": Kind.MONEY,
            "handed_over_on": Kind.MONEY,
            "collector": Kind.MONEY,
        },
        keep=(Keep("settled_invoice", since="settled_at"),),
        told_to="collector",
        on_merge={"patron": OnMerge.MOVE, "addressee": OnMerge.MOVE},
        seen_by={Role.INVOICE, Role.PRIVACY_OFFICER, Role.PATRON},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "serial"], name="an_invoice_number_once"),
            models.CheckConstraint(
                condition=models.Q(handed_over_on=None, collector="")
                | (models.Q(handed_over_on__isnull=False) & ~models.Q(collector="")),
                name="a_collector_from_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(warned_on=None, warned_until_on=None, handed_over_on=None)
                | models.Q(warned_on__isnull=False, warned_until_on__gte=models.F("warned_on")),
                name="nothing_collected_unwarned",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                condition=models.Q(settled_at__isnull=True),
                name="open_invoices",
            ),
            models.Index(
                fields=["warning_id"],
                condition=models.Q(warning_id__isnull=False),
                name="invoices_being_warned",
            ),
        ]

    @property
    def number(self) -> str:
        """The number as people write it."""
        return numbered(self.year, self.serial)
