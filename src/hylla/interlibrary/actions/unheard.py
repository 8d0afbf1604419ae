"""Orders of which nothing is heard: the lender is asked, and in the end waited for no longer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.circulation.rules.dates import today
from hylla.interlibrary.actions.ordering import end, locked_order
from hylla.interlibrary.models import Order, Unconfirmed
from hylla.interlibrary.rules import Refusal, Status, Unheard, is_quiet
from hylla.library.refusals import Reason, Refused
from hylla.privacy.policy import Policy


@transaction.atomic
def ask_again(order_id: UUID, *, now: datetime, policy: Policy) -> None:
    """Have the lender's office asked how it stands; its time begins anew.

    :raises Refused: the order is over, or something was heard of it lately.
    """
    row = _quiet(order_id, now=now, policy=policy)
    row.heard_at = row.write_at = now
    row.save(update_fields=["heard_at", "write_at"])


@transaction.atomic
def close_unheard(order_id: UUID, *, why: Unheard, now: datetime, policy: Policy) -> None:
    """End an order that was sent back, without its lender's word (conflict case 18).

    Its number and the reason stay, and lead to nobody; whoever waited for it to leave goes.

    :raises Refused: it was not sent back, or that was not long ago.
    """
    row = _quiet(order_id, now=now, policy=policy)
    if row.status != Status.SENT_BACK:
        raise Refused(Reason(Refusal.OUT_OF_TURN))
    Unconfirmed.objects.create(
        partner_id=row.partner_id,
        number=row.number,
        reason=why,
        closed_on=today(now, policy=policy),
    )
    end(row, now=now, policy=policy)


@transaction.atomic
def settle_closed(closed_id: int) -> None:
    """Note that nothing is open between the two libraries any more: the number goes.

    :raises Refused: it is noted already.
    """
    if not Unconfirmed.objects.filter(pk=closed_id).delete()[0]:
        raise Refused(Reason(Refusal.UNKNOWN_CLOSED))


def _quiet(order_id: UUID, *, now: datetime, policy: Policy) -> Order:
    row = locked_order(order_id)
    heard_on = row.heard_at.astimezone(policy.zone).date()
    if not is_quiet(row.status, heard_on=heard_on, on=today(now, policy=policy)):
        raise Refused(Reason(Refusal.NOT_QUIET))
    return row
