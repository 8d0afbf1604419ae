"""What patrons want from other libraries: a wish, and the order that it may become."""

import uuid
from typing import ClassVar

from django.db import models

from hylla.catalogue.models import Item
from hylla.interlibrary.models.lending import Partner
from hylla.interlibrary.rules import Status, Unheard, Why
from hylla.library.models import Branch
from hylla.patrons.models import Person
from hylla.privacy.declarations import Keep, NotPersonal, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class Wish(models.Model):
    """Somebody asks us to get something; no other library knows of it.

    It becomes an `Order`, or the library buys it and it becomes a hold, or it is declined for a
    coded reason, which its patron reads for a while. One that is taken back is deleted there and
    then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patron = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wishes")
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=200, blank=True)
    isbn = models.CharField(max_length=20, blank=True)
    year = models.SmallIntegerField(null=True)
    pickup_branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    is_approved = models.BooleanField(default=False)
    is_bought = models.BooleanField(default=False)
    reason = models.CharField(max_length=12, blank=True, choices=[(each, each) for each in Why])
    declined_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="patron",
        purpose=Purpose.HOLDS,
        columns={
            "id": Kind.LINK,
            "patron": Kind.LINK,
            "title": Kind.REQUESTED,
            "author": Kind.REQUESTED,
            "isbn": Kind.REQUESTED,
            "year": Kind.REQUESTED,
            "pickup_branch": Kind.TIME_AND_PLACE,
            "asked_at": Kind.TIME_AND_PLACE,
            "reason": Kind.REQUESTED,
            "declined_at": Kind.TIME_AND_PLACE,
        },
        not_personal={"is_approved", "is_bought"},
        keep=(Keep("declined_wish", since="declined_at"),),
        seen_by={Role.DESK, Role.CHILDREN, Role.PATRON},
        on_merge={"patron": OnMerge.MOVE},
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_declined_wish_says_why",
                condition=models.Q(declined_at=None, reason="")
                | (
                    models.Q(declined_at__isnull=False, is_approved=False, is_bought=False)
                    & ~models.Q(reason="")
                ),
            ),
            models.CheckConstraint(
                name="a_wish_is_lent_or_bought",
                condition=~models.Q(is_approved=True, is_bought=True),
            ),
        ]


class Order(models.Model):
    """What another library lends us for somebody, until that library has it back: then it goes.

    The other library knows `number`, drawn at random, and nothing that leads to a person: this row
    is the only key to whom it is for, and PROTECTs them until the lender confirms. `knows_name`
    says that it was told the name all the same. `item` stands for the thing while it is here.
    `heard_at` is when something last became of it, or the lender was last asked.
    `write_at` is when the other library's office is to be written to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=12, unique=True)
    patron = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="orders")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=200, blank=True)
    isbn = models.CharField(max_length=20, blank=True)
    year = models.SmallIntegerField(null=True)
    pickup_branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=[(each, each) for each in Status], default=Status.SENT
    )
    due_on = models.DateField(null=True)
    item = models.OneToOneField(Item, null=True, on_delete=models.PROTECT, related_name="+")
    knows_name = models.BooleanField(default=False)
    heard_at = models.DateTimeField()
    write_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="patron",
        purpose=Purpose.LENDING,
        columns={
            "id": Kind.LINK,
            "number": Kind.LINK,
            "patron": Kind.LINK,
            "partner": Kind.BORROWED,
            "title": Kind.BORROWED,
            "author": Kind.BORROWED,
            "isbn": Kind.BORROWED,
            "year": Kind.BORROWED,
            "pickup_branch": Kind.TIME_AND_PLACE,
            "sent_at": Kind.TIME_AND_PLACE,
            "status": Kind.BORROWED,
            "due_on": Kind.TIME_AND_PLACE,
            "item": Kind.BORROWED,
            "heard_at": Kind.TIME_AND_PLACE,
        },
        not_personal={"knows_name", "write_at"},
        seen_by={Role.DESK, Role.CHILDREN, Role.PATRON},
        on_merge={"patron": OnMerge.MOVE},
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="what_is_here_is_an_item",
                condition=models.Q(status="received", item__isnull=False)
                | (~models.Q(status="received") & models.Q(item=None)),
            ),
        ]


class NameTask(models.Model):
    """Another library was told a name with an order that is over: it is asked to delete it.

    It finds the name by the order's number; here the number leads to nobody any more. `write_at` is
    when its office is to be written to, `done_on` when it said that it has.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12, unique=True)
    asked_on = models.DateField()
    done_on = models.DateField(null=True)
    write_at = models.DateTimeField(null=True)

    personal_data = NotPersonal("the number of an order, whose key to a person is gone")


class Unconfirmed(models.Model):
    """An order that ended without its lender's word, until that is settled between the libraries.

    Its number leads to nobody any more; the lender may still ask for the thing by it.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12, unique=True)
    reason = models.CharField(max_length=15, choices=[(each, each) for each in Unheard])
    closed_on = models.DateField()

    personal_data = NotPersonal("the number of an order, whose key to a person is gone")
