"""What another library lends us: here, lent by the ordinary checkout, and back again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from hylla.catalogue.actions import add_item
from hylla.catalogue.models import BORROWED, Item, Record
from hylla.catalogue.rules.copies import NewCopy
from hylla.circulation.actions import Returned, return_item
from hylla.circulation.actions.holds import behind_all, lock_queue
from hylla.circulation.models import History, Hold, Loan, OutreachHistory
from hylla.circulation.rules.dates import today
from hylla.fees.actions import open_claim
from hylla.fees.models import ClaimKind
from hylla.interlibrary.actions.ordering import end, in_turn, locked_order, refuse_past
from hylla.interlibrary.models import Order
from hylla.interlibrary.rules import Refusal, Status
from hylla.library.refusals import Reason, Refused
from hylla.privacy.policy import Policy


@transaction.atomic
def receive(
    order_id: UUID, copy: NewCopy, *, due_on: date, now: datetime, policy: Policy
) -> Returned:
    """Take in what has come, set it aside for whom it is, and say where it goes.

    It becomes a copy of a title that stands in no catalogue, with the barcode of `copy`, until it
    is sent back. `due_on` is when the lender wants it back, and so when its loan is due.

    :raises Refused: the order is over or further, the day is past, or the barcode is taken.
    """
    on = today(now, policy=policy)
    refuse_past(due_on, on=on)
    row = in_turn(order_id, Status.RECEIVED)
    record = Record.objects.create(
        source=BORROWED,
        control_number=row.number,
        digest="",
        kind="other",
        audience="adult",
        title=row.title,
        authors=row.author,
        year=row.year,
        isbns=row.isbn,
        added_on=on,
    )
    item_id = add_item(copy, record_id=record.pk, on=on)
    Item.objects.filter(pk=item_id).update(lent_until_on=due_on)
    lock_queue(record.pk)
    Hold.objects.create(
        record=record,
        patron_id=row.patron_id,
        pickup_branch_id=row.pickup_branch_id,
        placed_at=behind_all(record.pk, now),
    )
    row.status, row.item_id, row.due_on = Status.RECEIVED, item_id, due_on
    row.save(update_fields=["status", "item", "due_on"])
    if policy.interlibrary.fee_ore:
        open_claim(
            row.patron_id,
            branch_id=row.pickup_branch_id,
            kind=ClaimKind.BORROWED,
            amount_ore=policy.interlibrary.fee_ore,
            on=on,
        )
    return return_item(barcode=copy.barcode, branch_id=copy.branch_id, now=now, policy=policy)


@transaction.atomic
def give_time(order_id: UUID, *, due_on: date, now: datetime, policy: Policy) -> None:
    """Note that the lender gives more time: only so can the loan be renewed, until then.

    :raises Refused: it is not here, or the day is past.
    """
    refuse_past(due_on, on=today(now, policy=policy))
    row = locked_order(order_id)
    if row.status != Status.RECEIVED:
        raise Refused(Reason(Refusal.OUT_OF_TURN))
    row.due_on = due_on
    row.save(update_fields=["due_on"])
    Item.objects.filter(pk=_item_of(row)).update(lent_until_on=due_on)


@transaction.atomic
def send_back(order_id: UUID, *, now: datetime) -> None:
    """Send it back: here nothing stands for it any more, but the order, until it is there.

    :raises Refused: it is on loan or set aside, not here, or sent already.
    """
    row = in_turn(order_id, Status.SENT_BACK)
    # Whoever lends it or sets it aside holds this lock too.
    item = Item.objects.select_for_update().get(pk=_item_of(row))
    is_out = Loan.objects.filter(item=item, returned_at=None, closed_at=None).exists()
    if is_out or Hold.objects.filter(item=item).exists():
        raise Refused(Reason(Refusal.STILL_OUT))
    row.status, row.item, row.due_on, row.heard_at = Status.SENT_BACK, None, None, now
    row.save(update_fields=["status", "item", "due_on", "heard_at"])
    Item.objects.filter(pk=item.pk).update(status="withdrawn")
    tidy()


def _item_of(row: Order) -> int:
    assert row.item_id is not None, "what is received is an item"  # noqa: S101 - a constraint
    return row.item_id


@transaction.atomic
def confirm(order_id: UUID, *, now: datetime, policy: Policy) -> None:
    """Note that the lender has it back: the order goes, and whoever waited to leave with it.

    :raises Refused: it was not sent back, or this is noted already.
    """
    row = locked_order(order_id)
    if row.status != Status.SENT_BACK:
        raise Refused(Reason(Refusal.OUT_OF_TURN))
    end(row, now=now, policy=policy)


@transaction.atomic
def tidy() -> int:
    """Let go of the copies and titles of other libraries that are neither here nor in use."""
    rows = Item.objects.filter(record__source=BORROWED)
    used = (
        Order.objects.filter(item=OuterRef("pk")),
        Loan.objects.filter(item=OuterRef("pk")),
        Hold.objects.filter(item=OuterRef("pk")),
        Hold.objects.filter(only_item=OuterRef("pk")),
    )
    for each in used:
        rows = rows.exclude(Exists(each))
    rows.delete()
    titles = Record.objects.filter(source=BORROWED)
    for model in (Item, Hold, History, OutreachHistory):
        titles = titles.exclude(Exists(model._default_manager.filter(record=OuterRef("pk"))))
    _, gone = titles.delete()
    return gone.get(Record._meta.label, 0)
