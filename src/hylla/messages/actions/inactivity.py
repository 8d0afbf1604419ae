"""A word before someone is removed for not having used their card (R11)."""

from datetime import datetime, timedelta

from django.db import transaction

from hylla.messages.actions.outbox import enqueue
from hylla.messages.models import Message, Template
from hylla.patrons.queries.inactivity import inactive_between
from hylla.privacy.policy import Policy

MOST_NIGHTS = 7


def warn_inactive(*, policy: Policy, since: datetime, now: datetime) -> int:
    """Write to whoever goes in `letter_days` from now, and return how many; nobody twice.

    `since` is the night before this one, so that a night that was missed is made up for.
    """
    ahead = timedelta(days=policy.inactivity.letter_days)
    if not ahead:
        return 0
    since = max(since, now - timedelta(days=MOST_NIGHTS))
    with transaction.atomic():
        soon = inactive_between(policy, after=since + ahead, until=now + ahead)
        told = set(
            Message.objects.filter(
                template=Template.INACTIVE_SOON, person_id__in=[each.person_id for each in soon]
            ).values_list("person_id", flat=True)
        )
        fresh = [each for each in soon if each.person_id not in told]
        for each in fresh:
            enqueue(Template.INACTIVE_SOON, person_id=each.person_id, now=now, day=each.last_on)
    return len(fresh)
