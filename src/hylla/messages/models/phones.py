"""Phones that a patron has asked to get messages on, through their browser's push service."""

from typing import ClassVar

from django.db import models

from hylla.patrons.models import Person
from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class PushSubscription(models.Model):
    """One browser's address at its maker's push service, with the keys that only it can open with.

    Who knows the address knows which browser it is, so it is sealed, and found again by a keyed
    hash. The row goes the moment the patron or the service ends it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="push_subscriptions")
    sealed = models.BinaryField()
    fingerprint = models.CharField(max_length=64, unique=True)
    service = models.CharField(max_length=100)
    since_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.PHONE,
        columns={
            "person": Kind.LINK,
            "sealed": Kind.CREDENTIAL,
            "fingerprint": Kind.CREDENTIAL,
            "service": Kind.CONTACT,
            "since_at": Kind.TIME_AND_PLACE,
            "seen_at": Kind.TIME_AND_PLACE,
        },
        not_personal={"id"},
        keep=(Keep("silent_phone", since="seen_at"),),
        on_merge={"person": OnMerge.DROP},
        seen_by={Role.PATRON},
    )

    class Meta:
        ordering: ClassVar = ["since_at", "id"]
