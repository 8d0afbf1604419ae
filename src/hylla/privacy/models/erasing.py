"""Who asked to be erased."""

from django.db import models

from hylla.privacy.declarations import Keep, PersonalData
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.vocabulary import Kind, Purpose, Role


class ErasureRequest(models.Model):
    """Someone asked to be erased; open until nothing holds them any more (R20).

    When the person goes, so does this row. `answered_at` is set on a request that was taken back.
    """

    person = models.OneToOneField(SUBJECT, on_delete=models.CASCADE)
    requested_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.RIGHTS,
        columns={
            "person": Kind.LINK,
            "requested_at": Kind.REQUEST,
            "answered_at": Kind.REQUEST,
        },
        not_personal={"id"},
        keep=(Keep("answered_request", since="answered_at"),),
        seen_by={Role.DESK, Role.PATRON, Role.PRIVACY_OFFICER},
    )
