"""Loans, holds and histories. Constraints have the last word under races."""

import uuid
from typing import ClassVar

from django.db import models

from hylla.catalogue.models import Item, Record
from hylla.circulation.rules.editions import Editions
from hylla.circulation.rules.pausing import Pause
from hylla.fees.models import Claim, ClaimKind
from hylla.library.models import Branch
from hylla.patrons.models import Consent, Person
from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class Loan(models.Model):
    """One item in one patron's hands, from checkout until the loan is closed.

    `returned_at` is when the copy came back, `said_returned_on` since when its patron says that it
    is, while it is searched for, `recalled_on` when it was called back for somebody who waits. A
    loan is closed when the copy is back, or paid for, and, where the policy says so, no claim for
    it is open (R01-R03).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT)
    patron = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="loans")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    lent_at = models.DateTimeField()
    due_on = models.DateField()
    renewals = models.PositiveSmallIntegerField(default=0)
    returned_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    claim = models.OneToOneField(Claim, null=True, on_delete=models.SET_NULL)
    said_returned_on = models.DateField(null=True)
    recalled_on = models.DateField(null=True)

    personal_data = PersonalData(
        subject="patron",
        purpose=Purpose.LENDING,
        columns={
            "id": Kind.LINK,
            "item": Kind.BORROWED,
            "patron": Kind.LINK,
            "branch": Kind.TIME_AND_PLACE,
            "lent_at": Kind.TIME_AND_PLACE,
            "due_on": Kind.TIME_AND_PLACE,
            "renewals": Kind.TIME_AND_PLACE,
            "returned_at": Kind.TIME_AND_PLACE,
            "closed_at": Kind.TIME_AND_PLACE,
            "claim": Kind.MONEY,
            "said_returned_on": Kind.TIME_AND_PLACE,
            "recalled_on": Kind.TIME_AND_PLACE,
        },
        keep=(Keep("closed_loan", since="closed_at", at_once=True),),
        on_merge={"patron": OnMerge.MOVE},
        seen_by={
            Role.DESK,
            Role.CHILDREN,
            Role.SCHOOL,
            Role.OUTREACH,
            Role.MACHINE,
            Role.PATRON,
            Role.INVOICE,
        },
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(returned_at__isnull=True, closed_at__isnull=True),
                name="one_open_loan_an_item",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                condition=models.Q(returned_at__isnull=True, closed_at__isnull=True),
                name="open_loans_by_due_date",
            ),
        ]

    @property
    def is_claimed_as_lost(self) -> bool:
        """Whether its price is claimed and open."""
        claim = self.claim
        is_open = claim is not None and claim.settled_at is None
        return claim is not None and is_open and claim.kind == ClaimKind.LOST


class Hold(models.Model):
    """Someone waits for a title; `item` is the copy set aside for them, when there is one.

    With `only_item` they wait for that copy alone: a volume of a set, an issue of a periodical.
    With `any_edition` other editions of the work would do as well: those in the language of theirs
    unless `any_language`, and printed as theirs is, or read aloud, unless `any_form`.
    Holds with the same `set_key` are a set for a group, one for each copy, for the day `needed_on`.
    A hold that is filled, cancelled or not fetched is deleted in the transaction that ends it.
    `shelf_code` stands on the hold shelf in place of a name. From `suspended_from_on` until the day
    before `suspended_until_on` it keeps its place in the queue, and copies go to others.
    `placed_for` is the number of the title it was placed for, where that has become part of this
    one and may be parted from it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT)
    only_item = models.ForeignKey(
        Item, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    patron = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="holds", db_index=False
    )
    pickup_branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    placed_at = models.DateTimeField()
    item = models.OneToOneField(Item, null=True, on_delete=models.PROTECT)
    shelf_code = models.CharField(max_length=10, blank=True)
    shelf_until_on = models.DateField(null=True)
    suspended_from_on = models.DateField(null=True)
    suspended_until_on = models.DateField(null=True)
    set_key = models.UUIDField(null=True)
    needed_on = models.DateField(null=True)
    any_edition = models.BooleanField(default=False)
    any_language = models.BooleanField(default=False)
    any_form = models.BooleanField(default=False)
    placed_for = models.BigIntegerField(null=True)

    personal_data = PersonalData(
        subject="patron",
        purpose=Purpose.HOLDS,
        columns={
            "id": Kind.LINK,
            "record": Kind.REQUESTED,
            "only_item": Kind.REQUESTED,
            "patron": Kind.LINK,
            "pickup_branch": Kind.TIME_AND_PLACE,
            "placed_at": Kind.TIME_AND_PLACE,
            "item": Kind.REQUESTED,
            "shelf_code": Kind.REQUESTED,
            "shelf_until_on": Kind.TIME_AND_PLACE,
            "suspended_from_on": Kind.TIME_AND_PLACE,
            "suspended_until_on": Kind.TIME_AND_PLACE,
            "set_key": Kind.LINK,
            "needed_on": Kind.TIME_AND_PLACE,
            "any_edition": Kind.REQUESTED,
            "any_language": Kind.REQUESTED,
            "any_form": Kind.REQUESTED,
            "placed_for": Kind.REQUESTED,
        },
        on_merge={"patron": OnMerge.UNION},
        seen_by={Role.DESK, Role.CHILDREN, Role.MACHINE, Role.PATRON},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "patron"],
                condition=models.Q(only_item=None, set_key=None),
                name="one_hold_a_title",
            ),
            models.UniqueConstraint(fields=["only_item", "patron"], name="one_hold_a_copy"),
            models.CheckConstraint(
                name="a_set_is_of_any_copies_for_a_day",
                condition=models.Q(set_key=None, needed_on=None)
                | models.Q(set_key__isnull=False, needed_on__isnull=False, only_item=None),
            ),
            models.CheckConstraint(
                name="any_edition_is_of_no_copy_and_no_set",
                condition=models.Q(any_edition=False, any_language=False, any_form=False)
                | models.Q(any_edition=True, only_item=None, set_key=None),
            ),
            models.CheckConstraint(
                name="who_waits_for_a_copy_gets_that_one",
                condition=models.Q(item__isnull=True)
                | models.Q(only_item__isnull=True)
                | models.Q(item=models.F("only_item")),
            ),
            models.CheckConstraint(
                name="only_a_copy_set_aside_stands_on_the_shelf",
                condition=models.Q(shelf_until_on__isnull=True) | models.Q(item__isnull=False),
            ),
            models.CheckConstraint(
                name="a_pause_begins_and_ends",
                condition=models.Q(suspended_from_on=None, suspended_until_on=None)
                # SQL lets a condition pass that compares with nothing.
                | models.Q(suspended_from_on__isnull=False)
                & models.Q(suspended_until_on__isnull=False)
                & models.Q(suspended_until_on__gt=models.F("suspended_from_on"), item=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["record", "placed_at", "id"], name="hold_queue"),
            models.Index(fields=["patron", "record"], name="holds_of_a_patron"),
            models.Index(
                fields=["set_key"],
                condition=models.Q(set_key__isnull=False),
                name="holds_of_a_set",
            ),
        ]

    @property
    def editions(self) -> Editions | None:
        """What else than this edition would do, if anything."""
        return Editions(self.any_language, self.any_form) if self.any_edition else None

    @property
    def pause(self) -> Pause | None:
        """The days for which it is paused, past or to come."""
        if self.suspended_from_on is None or self.suspended_until_on is None:
            return None
        return Pause(self.suspended_from_on, self.suspended_until_on)


class OutreachHistory(models.Model):
    """A title that a patron of the outreach service has had, for whoever chooses for them (R46).

    It hangs on the consent to that and on nothing else, and is apart from the patron's own history.
    Of the return only the month is kept, by its first day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE)
    record = models.ForeignKey(Record, on_delete=models.PROTECT)
    returned_on = models.DateField()

    personal_data = PersonalData(
        subject="consent.person",
        purpose=Purpose.HISTORY,
        columns={
            "id": Kind.LINK,
            "consent": Kind.LINK,
            "record": Kind.BORROWED,
            "returned_on": Kind.TIME_AND_PLACE,
        },
        keep=(Keep("loan_history", since="returned_on"),),
        seen_by={Role.OUTREACH, Role.PATRON},
    )


class History(models.Model):
    """A title that someone has borrowed and returned, remembered because they asked for it (R04).

    It hangs on the consent and on nothing else: without one in force there is no row. Which copy,
    which branch and what time of day are not kept; `is_month` says that `returned_on` tells the
    month only, by its first day (R06).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, db_index=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT)
    returned_on = models.DateField()
    is_month = models.BooleanField()

    personal_data = PersonalData(
        subject="consent.person",
        purpose=Purpose.HISTORY,
        columns={
            "id": Kind.LINK,
            "consent": Kind.LINK,
            "record": Kind.BORROWED,
            "returned_on": Kind.TIME_AND_PLACE,
        },
        not_personal={"is_month"},
        keep=(Keep("loan_history", since="returned_on"),),
        seen_by={Role.PATRON},
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["consent", "-returned_on", "id"], name="history_newest_first"),
        ]
