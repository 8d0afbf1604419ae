"""Take a copy out of the collection, unless someone has it or is about to."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from hylla.catalogue.actions import withdraw_item
from hylla.catalogue.models import Item
from hylla.circulation.models import Hold, Loan
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Reason, Refused


@transaction.atomic
def withdraw(barcode: str, *, on: date) -> None:
    """Withdraw a copy that is neither on loan nor set aside, and that nobody waits for alone.

    :raises Refused: it is on loan, someone's to come, or unknown; nothing is changed.
    """
    # Whoever lends or sets a copy aside holds this lock too.
    item = Item.objects.select_for_update().filter(barcode=barcode).first()
    reasons = []
    if item and Loan.objects.filter(item=item, returned_at=None, closed_at=None).exists():
        reasons.append(Reason(Refusal.ITEM_ON_LOAN_TO_OTHER))
    if item and Hold.objects.filter(Q(item=item) | Q(only_item=item)).exists():
        reasons.append(Reason(Refusal.ITEM_HELD_FOR_OTHER))
    if reasons:
        raise Refused(*reasons)
    withdraw_item(barcode, on=on)
