"""The library buys what somebody asked for, and they wait for it when it has come."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.catalogue.models import BORROWED, Item
from hylla.circulation.actions import Returned, place_hold, return_item
from hylla.circulation.rules.codes import Refusal as AgainstHold
from hylla.interlibrary.actions.wishing import locked_wish
from hylla.interlibrary.models import Wish
from hylla.interlibrary.rules import Refusal
from hylla.library.refusals import Reason, Refused
from hylla.privacy.policy import Policy


@transaction.atomic
def buy(wish_id: UUID, *, policy: Policy) -> None:
    """Say yes: the library buys it; also where no other library was found that lends it.

    :raises Refused: it is gone, decided on otherwise, or nothing is bought on request.
    """
    row = locked_wish(wish_id)
    if row.is_bought or row.declined_at is not None:
        raise Refused(Reason(Refusal.DECIDED))
    if not policy.interlibrary.buys:
        raise Refused(Reason(Refusal.NOT_OFFERED))
    row.is_approved, row.is_bought = False, True
    row.save(update_fields=["is_approved", "is_bought"])


def arrive(
    wish_id: UUID, barcode: str, *, branch_id: int, now: datetime, policy: Policy
) -> Returned:
    """Turn a wish into a hold on the title of a copy that was bought; say where the copy goes.

    The wish is gone then. Who had found the title and waits for it already, waits on. The copy is
    taken in by a transaction of its own, since copies are locked before people.

    :raises Refused: the wish is gone or was not to be bought, the copy is unknown or not ours, or
        its patron may not wait for it; nothing is changed.
    """
    copies = Item.objects.filter(barcode=barcode).exclude(record__source=BORROWED)
    record_id = copies.values_list("record", flat=True).first()
    if record_id is None:
        raise Refused(Reason(Refusal.NOT_FROM_US))
    _wait_for(record_id, wish_id, now=now, policy=policy)
    return return_item(barcode=barcode, branch_id=branch_id, now=now, policy=policy)


@transaction.atomic
def _wait_for(record_id: int, wish_id: UUID, *, now: datetime, policy: Policy) -> None:
    wanted = Wish.objects.filter(pk=wish_id).first()
    if wanted is None:
        raise Refused(Reason(Refusal.UNKNOWN_WISH))
    try:
        place_hold(
            person_id=wanted.patron_id,
            record_id=record_id,
            pickup_branch_id=wanted.pickup_branch_id,
            now=now,
            policy=policy,
        )
    except Refused as refused:
        if {each.code for each in refused.reasons} != {AgainstHold.ALREADY_HELD}:
            raise
    # After its patron, as whoever erases them does.
    row = locked_wish(wish_id)
    if not row.is_bought:
        raise Refused(Reason(Refusal.NOT_BOUGHT))
    row.delete()
