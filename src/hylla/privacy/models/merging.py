"""What undoes the merge of two patrons who were one person after all, or were not."""

import uuid

from django.db import models

from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.vocabulary import Kind, Purpose, Role


class MergeCapsule(models.Model):
    """What was done to rows when two patrons became one, sealed, to be undone within a day.

    `person` is the one who stayed. It opens with a key that lies outside the database, and is of
    no use to readers: who went stands nowhere else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(SUBJECT, on_delete=models.CASCADE, related_name="merges")
    sealed = models.BinaryField()
    merged_at = models.DateTimeField()

    personal_data = PersonalData(
        subject="person",
        # Not what may be held back as evidence: it goes after its day whatever a law holds.
        purpose=Purpose.MEMBERSHIP,
        columns={
            "id": Kind.LINK,
            "person": Kind.LINK,
            "sealed": Kind.CREDENTIAL,
            "merged_at": Kind.TIME_AND_PLACE,
        },
        on_merge={"person": OnMerge.DROP},
        keep=(Keep("merge_undo", since="merged_at"),),
        seen_by={Role.PATRON},
    )
