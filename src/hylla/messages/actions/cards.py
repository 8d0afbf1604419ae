"""A word before a card ends, so that nobody stands at a machine with one that does not work."""

from datetime import datetime, timedelta

from django.db import transaction

from hylla.messages.actions.outbox import enqueue
from hylla.messages.models import Message, Template
from hylla.patrons.models import Card
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import restricted_people
from hylla.privacy.vocabulary import Purpose


def warn_of_cards(*, now: datetime, policy: Policy) -> int:
    """Write to whose card ends in `card_days`, and return how many; a second run adds none."""
    if not policy.reminders.card_days:
        return 0
    ends_on = today(policy, now) + timedelta(days=policy.reminders.card_days)
    with transaction.atomic():
        told = Message.objects.filter(template=Template.CARD_EXPIRING, day=ends_on)
        cards = Card.objects.filter(ended_on=None, expires_on=ends_on)
        cards = cards.exclude(person__in=restricted_people(Purpose.MESSAGES))
        cards = cards.exclude(person__in=told.values("person"))
        people = list(cards.order_by("pk").values_list("person", flat=True))
        for person_id in people:
            enqueue(Template.CARD_EXPIRING, person_id=person_id, now=now, day=ends_on)
    return len(people)
