"""A receipt that is sent: how many things are on loan and when the first is due, never what."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min

from hylla.circulation.queries.loans import open_loans
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Reason, Refused
from hylla.messages.models import Message, Template
from hylla.messages.queries.rendering import rendered
from hylla.messages.rules import Channel
from hylla.privacy.policy import Policy


@transaction.atomic
def send_receipt(person_id: UUID, *, now: datetime, policy: Policy) -> Channel:
    """Send somebody the receipt they ask for, by the way they have chosen; return which it is.

    Nothing is posted for it: who has no other way gets it on paper where they stand.

    :raises Refused: nothing is on loan, or only a letter would reach them.
    """
    loans = open_loans().filter(patron=person_id)
    told = loans.aggregate(number=Count("pk"), day=Min("due_on"))
    if not told["number"]:
        raise Refused(Reason(Refusal.NOTHING_ON_LOAN))
    message = Message(
        person_id=person_id,
        template=Template.RECEIPT,
        created_at=now,
        next_attempt_at=now,
        number=told["number"],
        day=told["day"],
    )
    channel = rendered(message, policy=policy, now=now).channel
    if channel is Channel.LETTER:
        raise Refused(Reason(Refusal.RECEIPT_HAS_NO_WAY))
    message.save(force_insert=True)
    return channel
