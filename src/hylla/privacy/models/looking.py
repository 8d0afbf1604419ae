"""Who looked at whom."""

from django.db import models

from hylla.privacy.declarations import TOLD_LATER, Keep, OnMerge, PersonalData
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.vocabulary import Kind, Purpose, Role


class AccessEntry(models.Model):
    """One rendering of someone's data: when, which role, where, for what task, which classes.

    `kinds` holds classes of field with spaces between, never values. `by` tells members of staff
    from one another for this person only: for another person the same one has another word. The
    patron reads these, but what has a `deferred_at`, since an authority's work would suffer.
    """

    person = models.ForeignKey(SUBJECT, on_delete=models.CASCADE)
    at = models.DateTimeField()
    role = models.CharField(max_length=20, choices=[(each, each) for each in Role])
    unit = models.CharField(max_length=20)
    task = models.CharField(max_length=30)
    kinds = models.CharField(max_length=300)
    by = models.CharField(max_length=8, blank=True)
    deferred_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.ACCOUNTABILITY,
        columns={
            "person": Kind.LINK,
            "at": Kind.READ_LOG,
            "role": Kind.READ_LOG,
            "unit": Kind.READ_LOG,
            "task": Kind.READ_LOG,
            "kinds": Kind.READ_LOG,
            "by": Kind.READ_LOG,
            "deferred_at": Kind.READ_LOG,
        },
        not_personal={"id"},
        keep=(
            Keep("access_log", since="at"),
            TOLD_LATER,
        ),
        withheld="deferred_at",
        on_merge={"person": OnMerge.MOVE},
        seen_by={Role.PATRON, Role.PRIVACY_OFFICER},
    )
