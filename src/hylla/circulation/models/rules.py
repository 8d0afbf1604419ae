"""The rules of lending, and who changed them."""

from typing import ClassVar

from django.db import models

from hylla.catalogue.models import Collection, ItemType
from hylla.library.models import Branch, Staff
from hylla.patrons.models import Category
from hylla.privacy.declarations import NotPersonal, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role, Subject


class LoanRule(models.Model):
    """How one category borrows one type of item of one collection at one branch; empty means any.

    Which rule wins stands in `rules/terms.py`. With no days a loan is due on the day it is lent.
    `max_of_type` is how many things of the item's type somebody has at a time, beside `max_loans`
    for all they have. Late days up to `grace_days` cost nothing. No loan runs past `all_due_on`,
    until that day itself is past. With `auto_renew` the night renews what is soon due.
    Whoever waits can have a loan called back once it had `recall_after_days`, by staff or, with
    `auto_recall`, by placing a hold; without that number it is never called back.
    With `talking_books` it is only for those of whom the right to them is noted (R36).
    """

    category = models.ForeignKey(Category, null=True, on_delete=models.CASCADE)
    item_type = models.ForeignKey(ItemType, null=True, on_delete=models.CASCADE)
    branch = models.ForeignKey(Branch, null=True, on_delete=models.CASCADE)
    collection = models.ForeignKey(Collection, null=True, on_delete=models.CASCADE)
    is_lent = models.BooleanField(default=True)
    loan_days = models.PositiveSmallIntegerField()
    all_due_on = models.DateField(null=True)
    max_loans = models.PositiveSmallIntegerField()
    max_of_type = models.PositiveSmallIntegerField(null=True)
    max_renewals = models.PositiveSmallIntegerField()
    max_holds = models.PositiveSmallIntegerField()
    min_age = models.PositiveSmallIntegerField(default=0)
    fee_per_day_ore = models.PositiveIntegerField(default=0)
    fee_cap_ore = models.PositiveIntegerField(default=0)
    grace_days = models.PositiveSmallIntegerField(default=0)
    auto_renew = models.BooleanField(default=False)
    recall_after_days = models.PositiveSmallIntegerField(null=True)
    auto_recall = models.BooleanField(default=False)
    talking_books = models.BooleanField(default=False)

    personal_data = NotPersonal("a rule of the library")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["category", "item_type", "branch", "collection"],
                name="one_rule_a_case",
                nulls_distinct=False,
            ),
        ]


class RuleChange(models.Model):
    """A loan rule was added, changed or taken away, and by whom.

    What the rule was for is kept by its codes, so that the line outlives a branch. `before` and
    `after` hold what the rule said (`rules/written.py`); empty before it was added, or after it was
    taken away. Without `staff` its writer's account is gone.
    """

    changed_at = models.DateTimeField()
    staff = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    category = models.CharField(max_length=20, blank=True)
    item_type = models.CharField(max_length=20, blank=True)
    branch = models.CharField(max_length=20, blank=True)
    collection = models.CharField(max_length=20, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    personal_data = PersonalData(
        subject="staff",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={"staff": Kind.LINK, "changed_at": Kind.TIME_AND_PLACE},
        not_personal={"id", "category", "item_type", "branch", "collection", "before", "after"},
        seen_by={Role.ADMINISTRATOR},
    )

    class Meta:
        ordering: ClassVar = ["-changed_at", "-id"]
