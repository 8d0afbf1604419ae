"""What a person has agreed to beyond what lending needs, and the proof of it."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models

from hylla.patrons.models.people import Category, Person
from hylla.privacy.declarations import Join, Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Language, Purpose, Role


class ConsentTo(StrEnum):
    """What someone may say yes to; each rests on nothing but that yes."""

    LOAN_HISTORY = "loan_history"
    PROFILE = "profile"
    """To see which authors and subjects they read most (R09)."""
    RECOMMENDATIONS = "recommendations"
    """To be shown titles like those they have borrowed (R09)."""
    TALKING_BOOKS = "talking_books"
    """That the library notes their right to borrow talking books, which tells of health (R36)."""
    FAMILY = "family"
    """To let one's guardians see one's loans, when one is old enough to decide (R33)."""
    OUTREACH = "outreach"
    """That whoever chooses books for them remembers what they have had (R46)."""


class GivenIn(StrEnum):
    """Where a yes was said."""

    MY_PAGE = "my_page"
    DESK = "desk"


class Consent(models.Model):
    """One yes, from the moment it is given until it is taken back (R07, GDPR article 7(1)).

    `notice_version`, `notice_digest` and `language` say which text was shown. The id is the epoch:
    a new yes is a new row, so what was begun under an old one finds that it is over and discards
    its work (conflict case 21). A table that rests on a consent points here with CASCADE.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    what = models.CharField(max_length=20, choices=[(each, each) for each in ConsentTo])
    notice_version = models.CharField(max_length=20)
    notice_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=2, choices=[(each, each) for each in Language])
    given_in = models.CharField(max_length=10, choices=[(each, each) for each in GivenIn])
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.CONSENTS,
        columns={
            "id": Kind.LINK,
            "person": Kind.LINK,
            "what": Kind.CONSENT,
            "notice_version": Kind.CONSENT,
            "notice_digest": Kind.CONSENT,
            "language": Kind.CONSENT,
            "given_in": Kind.CONSENT,
            "given_at": Kind.CONSENT,
            "withdrawn_at": Kind.CONSENT,
        },
        keep=(Keep("withdrawn_consent", since="withdrawn_at"),),
        on_merge={"person": OnMerge.INTERSECT},
        joined={"given_at": Join.LATEST},
        seen_by={Role.PATRON, Role.PRIVACY_OFFICER},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "what"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_consent_in_force",
            ),
        ]


class OtherCategory(models.Model):
    """The category that someone goes back to when a consent ends, for which they are in another."""

    consent = models.OneToOneField(Consent, primary_key=True, on_delete=models.CASCADE)
    before = models.ForeignKey(Category, on_delete=models.PROTECT)

    personal_data = PersonalData(
        subject="consent.person",
        purpose=Purpose.MEMBERSHIP,
        columns={"consent": Kind.LINK, "before": Kind.MEMBERSHIP},
        seen_by={Role.PATRON, Role.PRIVACY_OFFICER},
    )
