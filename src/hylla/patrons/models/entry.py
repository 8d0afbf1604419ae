"""What patrons may choose to log in with, beside card and PIN."""

from django.db import models

from hylla.library.models.entry import Passkey as AnyPasskey
from hylla.patrons.models.people import Person
from hylla.privacy.declarations import OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class UserName(models.Model):
    """A name that someone chose to log in with instead of the card's number; unique, folded."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="user_name"
    )
    name = models.CharField(max_length=30, unique=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.SECURITY,
        columns={"person": Kind.LINK, "name": Kind.NAME},
        on_merge={"person": OnMerge.KEEP_STAYING},
        seen_by={Role.PATRON},
    )


class Passkey(AnyPasskey):
    """A passkey with which a patron logs in without typing anything."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.SECURITY,
        columns={
            "credential_id": Kind.CREDENTIAL,
            "public_key": Kind.CREDENTIAL,
            "sign_count": Kind.CREDENTIAL,
            "name": Kind.PREFERENCE,
            "added_on": Kind.TIME_AND_PLACE,
            "person": Kind.LINK,
        },
        not_personal={"id"},
        on_merge={"person": OnMerge.DROP},
        seen_by={Role.PATRON},
    )
