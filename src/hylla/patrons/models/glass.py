"""Who opened a record that was not theirs to open, and why; who of the staff is a patron too."""

from enum import StrEnum

from django.db import models

from hylla.library.models import Staff
from hylla.patrons.models.people import Person
from hylla.privacy.declarations import TOLD_LATER, Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class GlassReason(StrEnum):
    """Why a record is opened although no task opens it."""

    EMERGENCY = "emergency"
    """Someone is in danger, or a thing of theirs must reach them at once."""
    COLLEAGUE = "colleague"
    """A colleague is served as a patron."""
    ERROR = "error"
    """Something is wrong in the record and cannot wait."""
    AUTHORITY = "authority"
    """An authority has asked, with a ground in law."""


class GlassBroken(models.Model):
    """One record opened by breaking the glass: by whom, why, and until when.

    The person reads all but the words and who it was. Where two people are needed, `until_at` is
    empty until a second one has said yes. `reviewed_at` is when it was looked at afterwards. With
    a `deferred_at` the person does not read it for now: an authority's work would suffer.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="glass")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=20, choices=[(each, each) for each in Role])
    unit = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, choices=[(each, each) for each in GlassReason])
    words = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    until_at = models.DateTimeField(null=True)
    deferred_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.ACCOUNTABILITY,
        columns={
            "person": Kind.LINK,
            "role": Kind.READ_LOG,
            "unit": Kind.READ_LOG,
            "reason": Kind.READ_LOG,
            "asked_at": Kind.READ_LOG,
            "until_at": Kind.READ_LOG,
            "deferred_at": Kind.READ_LOG,
            "reviewed_at": Kind.READ_LOG,
        },
        # Who it was, and in what words, is told to the officer: they are the staff's (C-579/21).
        not_personal={"id", "staff", "words", "approved_by", "reviewed_by"},
        keep=(
            Keep("access_log", since="asked_at"),
            TOLD_LATER,
        ),
        withheld="deferred_at",
        on_merge={"person": OnMerge.MOVE},
        seen_by={Role.PATRON, Role.PRIVACY_OFFICER},
    )


class OwnRecord(models.Model):
    """Which patron a member of staff is, so that nobody opens their own record at work."""

    staff = models.OneToOneField(
        Staff, primary_key=True, on_delete=models.CASCADE, related_name="own_record"
    )
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="works_here")

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.SECURITY,
        columns={"staff": Kind.LINK, "person": Kind.LINK},
        on_merge={"person": OnMerge.KEEP_STAYING},
        seen_by={Role.PATRON},
    )
