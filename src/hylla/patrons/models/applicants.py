"""People who have asked for a card and are nobody's patrons yet: apart from everyone who is.

Nothing that gives a right (card, log-in, loan, hold) can point here, so nothing can be forgotten.
"""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models

from hylla.library.models import Branch
from hylla.privacy.declarations import Keep, PersonalData
from hylla.privacy.vocabulary import Kind, Language, Purpose, Role, Subject


class Way(StrEnum):
    """How someone asked for a card."""

    NUMBER = "number"
    """With their national id, which they typed."""
    EID = "eid"
    """With an e-ID: the number comes from there."""
    DESK = "desk"
    """Begun at home without a number, to be finished at the desk."""


class Applicant(models.Model):
    """Someone who asked for a card and is not confirmed.

    `reference` is what they say at the desk. The national id is sealed under a key of this row's
    own, and goes with it. The e-mail's code is kept as a keyed hash, and can be tried a few times.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=8, unique=True)
    way = models.CharField(max_length=10, choices=[(each, each) for each in Way])
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    birth_date = models.DateField()
    language = models.CharField(max_length=2, choices=[(each, each) for each in Language])
    home_branch = models.ForeignKey(Branch, on_delete=models.CASCADE)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    line_1 = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=100, blank=True)
    wrapped = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    guardian_given_name = models.CharField(max_length=100, blank=True)
    guardian_family_name = models.CharField(max_length=100, blank=True)
    guardian_email = models.EmailField(blank=True)
    guardian_phone = models.CharField(max_length=20, blank=True)
    terms = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    write_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    email_confirmed_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="self",
        purpose=Purpose.MEMBERSHIP,
        columns={
            "id": Kind.LINK,
            "reference": Kind.LINK,
            "way": Kind.MEMBERSHIP,
            "given_name": Kind.NAME,
            "family_name": Kind.NAME,
            "birth_date": Kind.BIRTH_DATE,
            "language": Kind.PREFERENCE,
            "home_branch": Kind.MEMBERSHIP,
            "email": Kind.CONTACT,
            "phone": Kind.CONTACT,
            "line_1": Kind.ADDRESS,
            "postcode": Kind.ADDRESS,
            "city": Kind.ADDRESS,
            "wrapped": Kind.CREDENTIAL,
            "sealed": Kind.NATIONAL_ID,
            "fingerprint": Kind.NATIONAL_ID,
            "guardian_given_name": Kind.FAMILY,
            "guardian_family_name": Kind.FAMILY,
            "guardian_email": Kind.FAMILY,
            "guardian_phone": Kind.FAMILY,
            "terms": Kind.MEMBERSHIP,
            "started_at": Kind.TIME_AND_PLACE,
            "written_at": Kind.MESSAGE,
            "code_hash": Kind.CREDENTIAL,
            "email_confirmed_at": Kind.MESSAGE,
        },
        not_personal={"attempts", "write_at"},
        keep=(Keep("unconfirmed_registration", since="started_at"),),
        # National ids masked only, as of patrons.
        seen_by={Role.DESK, Role.PRIVACY_OFFICER, Role.PATRON},
        about=Subject.APPLICANT,
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_sealed_number_has_its_key",
                condition=models.Q(sealed__isnull=True, wrapped__isnull=True, fingerprint="")
                | (
                    models.Q(sealed__isnull=False, wrapped__isnull=False)
                    & ~models.Q(fingerprint="")
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["write_at"],
                condition=models.Q(write_at__isnull=False),
                name="applicants_to_write_to",
            ),
        ]


class ApplicantReading(models.Model):
    """One rendering of an applicant's data at a desk; it goes along when they become a patron."""

    applicant = models.ForeignKey(Applicant, on_delete=models.CASCADE, related_name="readings")
    at = models.DateTimeField()
    role = models.CharField(max_length=20, choices=[(each, each) for each in Role])
    unit = models.CharField(max_length=20)
    task = models.CharField(max_length=30)
    kinds = models.CharField(max_length=300)

    personal_data = PersonalData(
        subject="applicant",
        purpose=Purpose.ACCOUNTABILITY,
        columns={
            "applicant": Kind.LINK,
            "at": Kind.READ_LOG,
            "role": Kind.READ_LOG,
            "unit": Kind.READ_LOG,
            "task": Kind.READ_LOG,
            "kinds": Kind.READ_LOG,
        },
        not_personal={"id"},
        keep=(Keep("access_log", since="at"),),
        seen_by={Role.PATRON, Role.PRIVACY_OFFICER},
        about=Subject.APPLICANT,
    )
