"""Controllers, branches, opening days, staff, machines and published policies."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import Keep, NotPersonal, PersonalData
from hylla.privacy.vocabulary import Kind, Language, Purpose, Role, Subject


class Controller(models.Model):
    """Who answers for the data of the branches' patrons: a municipality, or its board."""

    name = models.CharField(max_length=200)
    email = models.EmailField()
    org_number = models.CharField(max_length=20, blank=True)

    personal_data = NotPersonal("a municipality")

    def __str__(self) -> str:
        return self.name


class Branch(models.Model):
    """One place where people borrow; `label_sheet` is the code of the labels in its printer."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    is_school_library = models.BooleanField(default=False)
    label_sheet = models.CharField(max_length=20, blank=True)

    personal_data = NotPersonal("a place")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """When a branch is open on a weekday (0 is Monday), with staff."""

    branch = models.ForeignKey(Branch, on_delete=models.CASCADE)
    weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    personal_data = NotPersonal("the hours of a place")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="weekday_is_one_of_seven", condition=models.Q(weekday__lte=6)
            ),
            models.CheckConstraint(
                name="opens_before_it_closes",
                condition=models.Q(opens_at__lt=models.F("closes_at")),
            ),
            models.UniqueConstraint(
                fields=["branch", "weekday", "opens_at"], name="one_opening_at_a_time"
            ),
        ]


class Distance(models.Model):
    """How far a thing goes from one branch to another; each pair stands there both ways round."""

    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="distances")
    other = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    personal_data = NotPersonal("the way between two places")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "other"], name="one_distance_a_pair"),
            models.CheckConstraint(
                name="a_distance_is_to_another_branch",
                condition=~models.Q(branch=models.F("other")),
            ),
        ]


class ClosedDay(models.Model):
    """A day on which one branch, or every branch, is closed beside the public holidays."""

    branch = models.ForeignKey(Branch, null=True, on_delete=models.CASCADE)
    day = models.DateField()
    reason = models.CharField(max_length=100, blank=True)

    personal_data = NotPersonal("a date in the calendar")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "day"], name="closed_once_a_day", nulls_distinct=False
            ),
        ]


class Staff(models.Model):
    """A member of staff who may log in.

    `undertaking_on` is the day they signed the undertaking of secrecy; without it the account is
    not active (Offentlighets- och sekretesslag 40:3, forvaltningsloven § 13). While
    `password_is_given`, somebody else knows the password, and it opens nothing but its own change.
    """

    username = models.CharField(max_length=50, unique=True)
    name = models.CharField(max_length=200)
    password_hash = models.CharField(max_length=200)
    password_is_given = models.BooleanField(default=False)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    language = models.CharField(max_length=2, choices=[(each, each) for each in Language])
    undertaking_on = models.DateField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    left_on = models.DateField(null=True)

    personal_data = PersonalData(
        subject="self",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={
            "id": Kind.LINK,
            "username": Kind.NAME,
            "name": Kind.NAME,
            "password_hash": Kind.CREDENTIAL,
            "password_is_given": Kind.CREDENTIAL,
            "branch": Kind.EMPLOYMENT,
            "language": Kind.PREFERENCE,
            "undertaking_on": Kind.EMPLOYMENT,
            "failures": Kind.CREDENTIAL,
            "locked_until": Kind.CREDENTIAL,
            "left_on": Kind.EMPLOYMENT,
        },
        keep=(Keep("former_staff", since="left_on"),),
        seen_by={Role.ADMINISTRATOR},
    )

    def __str__(self) -> str:
        return self.username


class StaffRole(models.Model):
    """One thing a member of staff does, which decides what they may see."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=[(each, each) for each in Role])

    personal_data = PersonalData(
        subject="staff",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={"staff": Kind.LINK, "role": Kind.EMPLOYMENT},
        not_personal={"id"},
        seen_by={Role.ADMINISTRATOR},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "role"], name="each_role_once"),
        ]


class Machine(models.Model):
    """The account of one self-service machine, with the fields about people it may see.

    `fields` holds SIP2 field ids with spaces between ("AE BL"). `charset` is a Python codec name.
    """

    username = models.CharField(max_length=50, unique=True)
    secret_hash = models.CharField(max_length=200)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    charset = models.CharField(max_length=10, default="utf-8")
    delimiter = models.CharField(max_length=1, default="|")
    fields = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)

    personal_data = NotPersonal("a machine")


class PolicyVersion(models.Model):
    """A policy as it was published: the whole text, so that any version can be read again."""

    version = models.CharField(max_length=20, unique=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    personal_data = NotPersonal("what the library has decided")

    class Meta:
        ordering: ClassVar = ["-published_at", "-id"]


class PolicyDraft(models.Model):
    """A policy that is being written: one row, or none. Two people must say yes to its text.

    `digest` is the SHA-256 of the text to the letter: whoever said yes said it to this text.
    """

    text = models.TextField()
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    personal_data = NotPersonal("what the library may decide")


class RuleVersion(models.Model):
    """One row whose number grows whenever a rule or a closing day changes, so caches can tell."""

    number = models.PositiveBigIntegerField()

    personal_data = NotPersonal("a version number")
