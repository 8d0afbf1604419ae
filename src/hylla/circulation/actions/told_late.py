"""Take back what was taken back without a connection, and is told of only now."""

from datetime import datetime

from django.db import transaction

from hylla.circulation.actions.return_item import Returned, return_item
from hylla.circulation.queries.loans import was_lent_since
from hylla.circulation.queries.return_facts import lock_item
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Reason, Refused
from hylla.privacy.policy import Policy


def return_told_late(
    *, barcode: str, branch_id: int, done_at: datetime, policy: Policy
) -> Returned:
    """Take the item with this barcode back as at a moment that is past; however often it is told.

    :raises Refused: the barcode is unknown, or it was lent since: somebody else may have it.
    """
    with transaction.atomic():
        lock_item(barcode)
        if was_lent_since(barcode, moment=done_at):
            raise Refused(Reason(Refusal.LENT_SINCE))
        return return_item(barcode=barcode, branch_id=branch_id, now=done_at, policy=policy)
