"""Other libraries, and what of ours is there. Nobody stands in either."""

from typing import ClassVar

from django.db import models

from hylla.catalogue.models import Item
from hylla.privacy.declarations import NotPersonal


class Partner(models.Model):
    """Another library, and the office to which it is written."""

    name = models.CharField(max_length=100, unique=True)
    email = models.EmailField(max_length=200)

    personal_data = NotPersonal("another library: an organisation, and the address of its office")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Consignment(models.Model):
    """A copy of ours that another library has asked for, until it is back: then the row goes.

    `number` is the other library's own; whom it lends to, nobody tells us. Without `sent_on` it
    lies here still. `write_at` is when its office is to be reminded by mail.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    sent_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    write_at = models.DateTimeField(null=True)

    personal_data = NotPersonal("a copy of ours at another library; whom it lends to is not told")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "number"], name="one_request_a_number"),
            models.CheckConstraint(
                name="what_is_sent_is_due",
                condition=models.Q(sent_on=None, due_on=None)
                | models.Q(sent_on__isnull=False, due_on__isnull=False),
            ),
        ]
