"""What is held back by law: nothing without an owner, a ground, and an end that is near."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from hylla.privacy.models import LegalHold
from hylla.privacy.policy import Policy
from hylla.privacy.verify import Finding

LONGEST = timedelta(days=91)
"""Ninety days, and what is left of the one on which two people said yes."""


def legal_holds_are_bounded(policy: Policy, now: datetime) -> Finding:
    """Nothing is held by nobody at work, without a law, for longer than may be, or in secret."""
    rows = LegalHold.objects.filter(proposed_at=None)
    wrong = {
        "are held by nobody at work": Q(owner__left_on__isnull=False, until_at__gt=now),
        "end too far off": Q(until_at__gt=now + LONGEST),
        "ended before they began": Q(until_at__lt=F("in_force_at")),
        "name no law or no data": Q(law="") | Q(tables="") | Q(reason=""),
        "are kept from the person without a law": Q(deferred_at__isnull=False, silence_law=""),
    }
    counted = ((rows.filter(each).count(), words) for words, each in wrong.items())
    problems = tuple(f"{number} holds {words}" for number, words in counted if number)
    return Finding(rows.count(), problems)
