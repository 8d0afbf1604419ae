"""A wish becomes an order at another library, under a number that leads to nobody there."""

import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hylla.circulation.rules.dates import today
from hylla.interlibrary.actions.tasks import owe_forgetting
from hylla.interlibrary.actions.wishing import locked_wish
from hylla.interlibrary.models import Order, Partner, Wish
from hylla.interlibrary.rules import MAY_REFUSE, NEXT, Refusal, Status
from hylla.library.refusals import Reason, Refused
from hylla.privacy.erasure import complete
from hylla.privacy.policy import Policy

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What nobody reads as something else."""
LENGTH = 10


@transaction.atomic
def order(wish_id: UUID, *, partner_id: int, now: datetime) -> UUID:
    """Ask another library for what was approved; its office gets a mail with the number alone.

    :raises Refused: the wish is gone or not approved, or the library is unknown.
    """
    row = locked_wish(wish_id)
    reasons = [] if row.is_approved else [Reason(Refusal.NOT_APPROVED)]
    # Nobody removes it meanwhile.
    if Partner.objects.select_for_update(no_key=True).filter(pk=partner_id).first() is None:
        reasons.append(Reason(Refusal.UNKNOWN_PARTNER))
    if reasons:
        raise Refused(*reasons)
    made = Order.objects.create(
        number="".join(secrets.choice(LETTERS) for _ in range(LENGTH)),
        patron_id=row.patron_id,
        partner_id=partner_id,
        title=row.title,
        author=row.author,
        isbn=row.isbn,
        year=row.year,
        pickup_branch_id=row.pickup_branch_id,
        sent_at=now,
        heard_at=now,
        write_at=now,
    )
    row.delete()
    return made.pk


@transaction.atomic
def announce(order_id: UUID, *, now: datetime) -> None:
    """Note that the other library has sent it.

    :raises Refused: the order is over, or further than that.
    """
    row = in_turn(order_id, Status.SHIPPED)
    row.status, row.heard_at = Status.SHIPPED, now
    row.save(update_fields=["status", "heard_at"])


@transaction.atomic
def note_name(order_id: UUID) -> None:
    """Note that the other library was told the name, so that it is asked to delete it at the end.

    :raises Refused: the order is over.
    """
    row = locked_order(order_id)
    row.knows_name = True
    row.save(update_fields=["knows_name"])


@transaction.atomic
def refused_there(order_id: UUID, *, now: datetime, policy: Policy) -> UUID | None:
    """Note that the other library does not lend it: a wish again, to be sent elsewhere.

    Returns the wish; None where its patron has asked to leave meanwhile, and is gone with it.

    :raises Refused: the order is over, or the thing is here.
    """
    row = locked_order(order_id)
    if row.status not in MAY_REFUSE:
        raise Refused(Reason(Refusal.OUT_OF_TURN))
    again = Wish.objects.create(
        patron_id=row.patron_id,
        title=row.title,
        author=row.author,
        isbn=row.isbn,
        year=row.year,
        pickup_branch_id=row.pickup_branch_id,
        asked_at=row.sent_at,
        is_approved=True,
    )
    end(row, now=now, policy=policy)
    return again.pk if Wish.objects.filter(pk=again.pk).exists() else None


def end(row: Order, *, now: datetime, policy: Policy) -> None:
    """Let an order go, and with it the only key from its number to a person."""
    person_id = row.patron_id
    if row.knows_name:
        owe_forgetting(row, on=today(now, policy=policy), now=now)
    row.delete()
    complete(person_id, policy=policy, now=now)


def in_turn(order_id: UUID, status: Status) -> Order:
    """Return an order, locked, if this status comes next."""
    row = locked_order(order_id)
    if row.status not in NEXT[status]:
        raise Refused(Reason(Refusal.OUT_OF_TURN))
    return row


def locked_order(order_id: UUID) -> Order:
    """Return an order, locked until the transaction ends."""
    row = Order.objects.select_for_update().filter(pk=order_id).first()
    if row is None:
        raise Refused(Reason(Refusal.UNKNOWN_ORDER))
    return row


def refuse_past(due_on: date, *, on: date) -> None:
    """Refuse a day on which nothing can be back any more."""
    if due_on <= on:
        raise Refused(Reason(Refusal.DUE_PAST))
