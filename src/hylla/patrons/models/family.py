"""A child and a guardian as two people, each with rights of their own (R33)."""

from typing import ClassVar

from django.db import models

from hylla.patrons.models.people import Person
from hylla.privacy.declarations import Join, Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class Guardianship(models.Model):
    """One guardian of one child, until the child is of age."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guardianships")
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wards")
    since_on = models.DateField()
    ends_on = models.DateField()

    personal_data = PersonalData(
        subject="child",
        also_about=("guardian",),
        purpose=Purpose.GUARDIANSHIP,
        columns={
            "child": Kind.LINK,
            "guardian": Kind.FAMILY,
            "since_on": Kind.FAMILY,
            "ends_on": Kind.FAMILY,
        },
        not_personal={"id"},
        keep=(Keep("ended_guardianship", since="ends_on"),),
        on_merge={"child": OnMerge.UNION, "guardian": OnMerge.UNION},
        joined={"since_on": Join.EARLIEST, "ends_on": Join.LATEST},
        seen_by={Role.DESK, Role.CHILDREN, Role.PRIVACY_OFFICER, Role.PATRON, Role.GUARDIAN},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child", "guardian"], name="a_guardian_once"),
            models.CheckConstraint(
                name="nobody_guards_themselves",
                condition=~models.Q(child=models.F("guardian")),
            ),
        ]
