"""Which scans a desk has acted on already, so that one that is sent twice acts once."""

from typing import ClassVar

from django.db import models

from hylla.patrons.models.sessions import Session
from hylla.privacy.declarations import PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Subject


class TakenScan(models.Model):
    """A scan that was acted on, in one log-in of a member of staff.

    A browser that got no answer sends the scan again, under the same random word. `mark` is a hash
    of that word and the scan: what was scanned, and for whom, cannot be told from it. `fee_ore` is
    what a late return cost, so that it can be said again.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE)
    mark = models.CharField(max_length=64)
    outcome = models.CharField(max_length=20)
    fee_ore = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    personal_data = PersonalData(
        subject="session.staff",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={"session": Kind.CREDENTIAL, "at": Kind.TIME_AND_PLACE},
        not_personal={"id", "mark", "outcome", "fee_ore"},
        seen_by=set(),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "mark"], name="one_act_a_scan"),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="old_scans")]
