"""Close a till: what was counted is put beside what was booked."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from hylla.fees.models import TillClosing
from hylla.fees.queries import booked_since, last_closing
from hylla.fees.rules import GIVES_BACK, FeeRefusal, Method
from hylla.library.models import Branch
from hylla.library.refusals import Reason, Refused
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy


def close_till(
    branch_id: int, *, counted_ore: Mapping[Method, int], after: int, now: datetime, policy: Policy
) -> None:
    """Write down what was counted of each way to pay; a difference changes nothing.

    `after` is the closing before, as it was when the till was counted.

    :raises Refused: it was closed meanwhile, by a colleague or by the same form sent again.
    """
    with transaction.atomic():
        # Two who count at once would close the same payments twice.
        Branch.objects.select_for_update(no_key=True).get(pk=branch_id)
        if last_closing(branch_id) != after:
            raise Refused(Reason(FeeRefusal.CLOSED_MEANWHILE))
        booked = booked_since(branch_id)
        TillClosing.objects.bulk_create(
            TillClosing(
                branch_id=branch_id,
                closed_on=today(policy, now),
                method=each,
                booked_ore=booked[each],
                counted_ore=counted_ore[each],
            )
            for each in GIVES_BACK
        )
