"""Phones on which a patron keeps their card, to show it without network."""

from typing import ClassVar

from django.db import models

from hylla.patrons.models.people import Person
from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class KeptCard(models.Model):
    """One phone that keeps its patron's card. What it keeps stands on the phone only, sealed.

    The phone has a random token by which it can ask, without a log-in, whether it may go on
    keeping it. Nothing can be read with the token, and only its hash stands here. `seen_at` is
    when the phone last fetched the card.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kept_cards")
    token_hash = models.CharField(max_length=64, unique=True)
    since_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.PHONE,
        columns={
            "person": Kind.LINK,
            "token_hash": Kind.CREDENTIAL,
            "since_at": Kind.TIME_AND_PLACE,
            "seen_at": Kind.TIME_AND_PLACE,
        },
        not_personal={"id"},
        keep=(Keep("kept_card", since="seen_at"),),
        on_merge={"person": OnMerge.DROP},
        seen_by={Role.PATRON},
    )

    class Meta:
        ordering: ClassVar = ["since_at", "id"]
