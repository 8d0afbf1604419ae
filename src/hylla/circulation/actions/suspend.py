"""Pause a hold: it keeps its place in the queue, and copies go to others until its day."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.circulation.actions.holds import own_hold
from hylla.circulation.models import Hold
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.pausing import Pause, pause_refusals
from hylla.library.refusals import Reason, Refused
from hylla.privacy.policy import Policy


def suspend_hold(
    hold_id: UUID, *, pause: Pause, person_id: UUID | None = None, now: datetime, policy: Policy
) -> None:
    """Let a hold be passed over for some days; with `person_id`, only if it is theirs.

    :raises Refused: there is no such hold, a copy is set aside for it, or the days cannot be.
    """
    day = today(now, policy=policy)
    with transaction.atomic():
        hold = own_hold(hold_id, person_id)
        reasons = list(pause_refusals(pause, today=day))
        if hold.item_id is not None:
            reasons.append(Reason(Refusal.HOLD_ON_ITS_WAY))
        if reasons:
            raise Refused(*reasons)
        # Where somebody was before today is nobody's business.
        hold.suspended_from_on = max(pause.from_on, day)
        hold.suspended_until_on = pause.until_on
        hold.save(update_fields=["suspended_from_on", "suspended_until_on"])


def resume_hold(hold_id: UUID, *, person_id: UUID | None = None) -> None:
    """Take a pause away, the running one or one to come; the place in the queue is the same.

    :raises Refused: there is no such hold.
    """
    with transaction.atomic():
        hold = own_hold(hold_id, person_id)
        hold.suspended_from_on = hold.suspended_until_on = None
        hold.save(update_fields=["suspended_from_on", "suspended_until_on"])


def forget_pauses(*, now: datetime, policy: Policy) -> int:
    """Forget the days of pauses that are over, and return how many; the holds count already."""
    over = Hold.objects.filter(suspended_until_on__lte=today(now, policy=policy))
    return over.update(suspended_from_on=None, suspended_until_on=None)
