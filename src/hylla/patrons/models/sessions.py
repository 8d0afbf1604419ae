"""Who is logged in, and whom a desk has before it: rows that go with the person they are about."""

from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from hylla.library.models import Staff
from hylla.patrons.models.people import Person
from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class Session(AbstractBaseSession):
    """One log-in of a patron or a member of staff, in one browser.

    `stays_from_at` is set where they chose to stay logged in. Nothing tells which browser it is.
    """

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE)
    staff = models.ForeignKey(Staff, null=True, on_delete=models.CASCADE)
    begun_at = models.DateTimeField(null=True)
    stays_from_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.SECURITY,
        columns={
            "session_key": Kind.CREDENTIAL,
            "session_data": Kind.CREDENTIAL,
            "expire_date": Kind.TIME_AND_PLACE,
            "person": Kind.LINK,
            "staff": Kind.LINK,
            "begun_at": Kind.TIME_AND_PLACE,
            "stays_from_at": Kind.TIME_AND_PLACE,
        },
        keep=(
            Keep("ended_session", since="expire_date"),
            Keep("stay_logged_in", since="stays_from_at"),
        ),
        on_merge={"person": OnMerge.END},
        seen_by={Role.PATRON},
    )

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        indexes: ClassVar = []


class AtDesk(models.Model):
    """A patron whom a desk has before it: open on the screen, or listed by a search.

    Kept apart from the session's own data, so that the desk forgets an erased patron at once and
    whoever works there stays logged in. `at` is when it was last used for a task.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    task = models.CharField(max_length=20)
    at = models.DateTimeField()
    is_open = models.BooleanField()

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.SECURITY,
        columns={
            "session": Kind.CREDENTIAL,
            "person": Kind.LINK,
            "task": Kind.READ_LOG,
            "at": Kind.TIME_AND_PLACE,
            "is_open": Kind.READ_LOG,
        },
        not_personal={"id"},
        keep=(Keep("ended_session", since="at"),),
        on_merge={"person": OnMerge.END},
        seen_by={Role.DESK, Role.CHILDREN, Role.PATRON},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(is_open=True), name="one_open_patron_a_desk"
            ),
        ]
