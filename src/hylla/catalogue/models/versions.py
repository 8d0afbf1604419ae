"""How records were before they changed."""

from typing import ClassVar

from django.db import models

from hylla.catalogue.rules.versions import Why
from hylla.library.models import Staff
from hylla.privacy.declarations import PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role, Subject


class RecordVersion(models.Model):
    """A title's record as it was until a day, and what ended it.

    `marc` is the former record as ISO 2709 in UTF-8. `record_number` has no foreign key, so that a
    title that was deleted can come back. Without `staff` a file changed it, or its writer's account
    is gone.
    """

    record_number = models.BigIntegerField()
    source = models.CharField(max_length=50)
    control_number = models.CharField(max_length=100)
    marc = models.BinaryField()
    until_on = models.DateField()
    why = models.CharField(max_length=10, choices=[(each, each) for each in Why])
    staff = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")

    personal_data = PersonalData(
        subject="staff",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={"staff": Kind.LINK, "until_on": Kind.TIME_AND_PLACE},
        not_personal={"id", "record_number", "source", "control_number", "marc", "why"},
        seen_by={Role.CATALOGUER},
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["record_number"], name="versions_of_a_record")]
