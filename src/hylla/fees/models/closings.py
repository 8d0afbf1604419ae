"""What was in a till when it was counted, beside what the ledger says should have been there."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hylla.fees.rules import GIVES_BACK
from hylla.library.models import Branch
from hylla.privacy.declarations import NotPersonal


class TillClosing(models.Model):
    """One way to pay at one branch, counted: in ore, and without who paid and who counted.

    `booked_ore` is what came since the closing before; after many refunds it is below zero.
    """

    CHOICES: ClassVar = [(str(each), str(each)) for each in GIVES_BACK]

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    closed_on = models.DateField()
    method = models.CharField(
        max_length=10, choices=[(str(each), str(each)) for each in GIVES_BACK]
    )
    booked_ore = models.IntegerField()
    counted_ore = models.IntegerField()

    personal_data = NotPersonal("what was in a till, without who paid or counted")

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["branch", "method"], name="closings_of_a_till")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(method__in=GIVES_BACK), name="till_holds_money"),
        ]

    @property
    def difference_ore(self) -> int:
        """What there is too much, or below zero too little."""
        return self.counted_ore - self.booked_ore
