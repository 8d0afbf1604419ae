"""Rounds, who is on them under which agreement, and what they wish for."""

import uuid
from typing import ClassVar

from django.db import models

from hylla.library.models import Branch, Staff
from hylla.outreach.rules import MOST_WEEKS, Wanted
from hylla.patrons.models import Consent
from hylla.privacy.declarations import PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role, Subject


class Round(models.Model):
    """A way that is driven every so many weeks, from a day on, by whoever answers for it.

    `staff` chooses for its patrons and alone sees what they have had. Without one, somebody of the
    outreach service may take it.
    """

    name = models.CharField(max_length=60, unique=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    first_on = models.DateField()
    every_weeks = models.PositiveSmallIntegerField()
    staff = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")

    personal_data = PersonalData(
        subject="staff",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={"staff": Kind.LINK},
        not_personal={"id", "name", "branch", "first_on", "every_weeks"},
        seen_by={Role.OUTREACH},
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_round_comes_again",
                condition=models.Q(every_weeks__gte=1, every_weeks__lte=MOST_WEEKS),
            ),
        ]


class Agreement(models.Model):
    """That a patron is served at home, from a day on and perhaps until one: a stop of a round.

    It hangs on the consent to be known to whoever chooses, so that it ends with that, and that with
    it. `place` is the stop's place on the way.
    """

    consent = models.OneToOneField(Consent, primary_key=True, on_delete=models.CASCADE)
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="stops")
    place = models.PositiveSmallIntegerField()
    since_on = models.DateField()
    until_on = models.DateField(null=True)

    personal_data = PersonalData(
        subject="consent.person",
        purpose=Purpose.MEMBERSHIP,
        columns={
            "consent": Kind.LINK,
            "round": Kind.MEMBERSHIP,
            "since_on": Kind.MEMBERSHIP,
            "until_on": Kind.MEMBERSHIP,
        },
        not_personal={"place"},
        seen_by={Role.OUTREACH, Role.DESK, Role.PRIVACY_OFFICER, Role.PATRON},
    )

    class Meta:
        ordering: ClassVar = ["place", "since_on", "consent_id"]


class Wish(models.Model):
    """Something an outreach patron likes to be brought, in a few words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="wishes")
    wanted = models.CharField(max_length=10, choices=[(each, each) for each in Wanted])
    words = models.CharField(max_length=80)

    personal_data = PersonalData(
        subject="agreement.consent.person",
        purpose=Purpose.MEMBERSHIP,
        columns={
            "id": Kind.LINK,
            "agreement": Kind.LINK,
            "wanted": Kind.PREFERENCE,
            "words": Kind.PREFERENCE,
        },
        seen_by={Role.OUTREACH, Role.PATRON},
    )

    class Meta:
        ordering: ClassVar = ["wanted", "words", "id"]
