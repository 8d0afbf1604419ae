"""Mark a copy as missing: nobody has it, and it does not stand where it should."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from hylla.catalogue.actions.items import restore_status
from hylla.catalogue.models import Item, ItemStatus
from hylla.catalogue.rules.codes import Code
from hylla.circulation.models import Hold, Loan
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Reason, Refused

_NOT_ON_THE_SHELF = {
    ItemStatus.WITHDRAWN: Refusal.ITEM_WITHDRAWN,
    ItemStatus.IN_PROCESS: Refusal.ITEM_IN_PROCESS,
    ItemStatus.AWAY: Refusal.ITEM_AWAY,
    ItemStatus.LOST: Refusal.ITEM_LOST,
}


@transaction.atomic
def mark_missing(barcode: str, *, on: date) -> None:
    """Mark a copy that should stand on a shelf as missing; a second time changes nothing.

    What an inventory marks is what may be marked here (`queries.inventories.expected`).

    :raises Refused: it is on loan, set aside, on its way, unknown, or stands on no shelf.
    """
    item = Item.objects.select_for_update().filter(barcode=barcode).first()
    if item is None:
        raise Refused(Reason(Code.BARCODE_UNKNOWN))
    status = ItemStatus(item.status)
    reasons = []
    if refusal := _NOT_ON_THE_SHELF.get(status):
        reasons.append(Reason(refusal))
    if Loan.objects.filter(item=item, returned_at=None, closed_at=None).exists():
        reasons.append(Reason(Refusal.ITEM_ON_LOAN_TO_OTHER))
    if item.transit_to_id is not None or Hold.objects.filter(Q(item=item)).exists():
        reasons.append(Reason(Refusal.ITEM_HELD_FOR_OTHER))
    if reasons:
        raise Refused(*reasons)
    if status != ItemStatus.MISSING:
        restore_status(barcode, ItemStatus.MISSING, on=on)
