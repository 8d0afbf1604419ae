"""Who is logged in: a row that goes with its person, so that an erased patron is logged out."""

from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from hylla.library.models import Staff
from hylla.patrons.models.people import Person
from hylla.privacy.declarations import Keep, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose


class Session(AbstractBaseSession):
    """One log-in of a patron or a member of staff, in one browser."""

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE)
    staff = models.ForeignKey(Staff, null=True, on_delete=models.CASCADE)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.SECURITY,
        columns={
            "session_key": Kind.CREDENTIAL,
            "session_data": Kind.CREDENTIAL,
            "expire_date": Kind.TIME_AND_PLACE,
            "person": Kind.LINK,
            "staff": Kind.LINK,
        },
        keep=(Keep("ended_session", since="expire_date"),),
        seen_by=set(),
    )

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        indexes: ClassVar = []
