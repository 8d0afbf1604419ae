"""Another library that was told a name is asked to delete it, and says that it has."""

from datetime import date, datetime

from django.db import transaction

from hylla.interlibrary.models import NameTask, Order
from hylla.interlibrary.rules import Refusal
from hylla.library.refusals import Reason, Refused


def owe_forgetting(order: Order, *, on: date, now: datetime) -> None:
    """Have the other library asked to delete the name that it was told with an order."""
    NameTask.objects.create(
        partner_id=order.partner_id, number=order.number, asked_on=on, write_at=now
    )


@transaction.atomic
def note_done(task_id: int, *, on: date) -> None:
    """Note that the other library says it has deleted the name.

    :raises Refused: there is no such task, or it is done.
    """
    if not NameTask.objects.filter(pk=task_id, done_on=None).update(done_on=on, write_at=None):
        raise Refused(Reason(Refusal.UNKNOWN_TASK))
