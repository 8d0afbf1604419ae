"""A person, and, apart from that, who they are."""

import uuid

from django.db import models

from hylla.library.models import Branch
from hylla.privacy.declarations import Join, Keep, NotPersonal, OnMerge, PersonalData
from hylla.privacy.vocabulary import AtEnd, Kind, Language, Purpose, Role

WAYS = [(each, each) for each in ("email", "sms", "letter", "page")]


class Category(models.Model):
    """A kind of patron that loan rules speak of: child, youth, adult, school class ...

    A patron who reaches `until_age` moves to `next_category` by night (R35).
    """

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=100)
    from_age = models.PositiveSmallIntegerField(default=0)
    until_age = models.PositiveSmallIntegerField(null=True)
    next_category = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

    personal_data = NotPersonal("a kind of patron")

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Someone the library knows: a patron, or a child's guardian without a card of their own.

    The id is random, is used for nothing else and is never given to anyone again, so that it can
    be looked for in raw bytes. `last_used_on` is a date only, and does not say what was used (R12).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT)
    home_branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    registered_on = models.DateField()
    last_used_on = models.DateField()

    personal_data = PersonalData(
        subject="self",
        purpose=Purpose.MEMBERSHIP,
        columns={
            "id": Kind.LINK,
            "category": Kind.MEMBERSHIP,
            "home_branch": Kind.MEMBERSHIP,
            "registered_on": Kind.MEMBERSHIP,
            "last_used_on": Kind.MEMBERSHIP,
        },
        keep=(Keep("inactive_patron", since="last_used_on", born="identity.birth_date"),),
        joined={"registered_on": Join.EARLIEST, "last_used_on": Join.LATEST},
        seen_by={Role.DESK, Role.CHILDREN, Role.PRIVACY_OFFICER, Role.PATRON, Role.GUARDIAN},
    )


class Identity(models.Model):
    """Names and the few facts that tell one person from another: small, and easily rewritten."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    birth_date = models.DateField(null=True)
    language = models.CharField(max_length=2, choices=[(each, each) for each in Language])
    channel = models.CharField(
        max_length=10, choices=[(each, each) for each in ("email", "sms", "letter")]
    )
    # Empty is as the rest: by `channel`.
    soon_by = models.CharField(max_length=10, blank=True, choices=WAYS)
    holds_by = models.CharField(max_length=10, blank=True, choices=WAYS)
    overdue_by = models.CharField(max_length=10, blank=True, choices=WAYS[:-1])
    invoices_by = models.CharField(max_length=10, blank=True, choices=WAYS[:-1])
    address_protected = models.BooleanField(default=False)
    school_class = models.CharField(max_length=20, blank=True)
    school_class_until = models.DateField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.MEMBERSHIP,
        columns={
            "person": Kind.LINK,
            "given_name": Kind.NAME,
            "family_name": Kind.NAME,
            "birth_date": Kind.BIRTH_DATE,
            "language": Kind.PREFERENCE,
            "channel": Kind.PREFERENCE,
            "soon_by": Kind.PREFERENCE,
            "holds_by": Kind.PREFERENCE,
            "overdue_by": Kind.PREFERENCE,
            "invoices_by": Kind.PREFERENCE,
            "address_protected": Kind.PROTECTION,
            "school_class": Kind.SCHOOL_CLASS,
            "school_class_until": Kind.SCHOOL_CLASS,
        },
        keep=(
            Keep(
                "ended_school_class",
                since="school_class_until",
                then=AtEnd.CLEAR,
                columns=("school_class", "school_class_until"),
            ),
        ),
        on_merge={"person": OnMerge.KEEP_STAYING},
        joined={"birth_date": Join.EARLIEST, "address_protected": Join.EITHER},
        seen_by={
            Role.DESK,
            Role.CHILDREN,
            Role.SCHOOL,
            Role.OUTREACH,
            Role.PRIVACY_OFFICER,
            Role.MACHINE,
            Role.PATRON,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["family_name", "given_name"], name="identity_by_name")]


class SubjectKey(models.Model):
    """The key that seals one person's national id, itself wrapped by the library's master key."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE)
    wrapped = models.BinaryField()

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.IDENTIFICATION,
        columns={"person": Kind.LINK, "wrapped": Kind.CREDENTIAL},
        on_merge={"person": OnMerge.DROP},
        seen_by=set(),
    )


class NationalId(models.Model):
    """A person's national id, sealed; found again by a keyed hash only (R29). Optional (R28)."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="national_id"
    )
    kind = models.CharField(max_length=20)
    sealed = models.BinaryField()
    fingerprint = models.CharField(max_length=64, unique=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.IDENTIFICATION,
        columns={
            "person": Kind.LINK,
            "kind": Kind.NATIONAL_ID,
            "sealed": Kind.NATIONAL_ID,
            "fingerprint": Kind.NATIONAL_ID,
        },
        on_merge={"person": OnMerge.DROP},
        # At the desk masked only: the last four digits, to compare with a proof.
        seen_by={Role.DESK, Role.PRIVACY_OFFICER, Role.PATRON},
    )
