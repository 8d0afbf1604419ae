"""What was handed out to those who asked: decided, by two people for many, and never a loan."""

from datetime import datetime

from django.db.models import Q

from hylla.privacy.models import DisclosureCase
from hylla.privacy.policy import Policy
from hylla.privacy.verify import Finding

MANY = 5
ALLOWED = frozenset({"patrons.Identity", "patrons.Address", "patrons.Phone", "patrons.Email"})


def disclosures_are_decided(policy: Policy, now: datetime) -> Finding:
    """Nothing was handed out undecided, by one person to many, or of what nobody may hand out."""
    handed = DisclosureCase.objects.filter(handed_at__isnull=False)
    wrong = {
        "were handed out without a decision": Q(decided_at=None) | Q(law="") | Q(ruling=""),
        "about many were agreed to by one person": Q(people_told__gt=MANY, agreed_at=None),
        "for the police or in silence were agreed to by one person": Q(agreed_at=None)
        & (Q(asked_by="police") | ~Q(silence_law="")),
    }
    counted = [(handed.filter(each).count(), words) for words, each in wrong.items()]
    given = handed.values_list("given", flat=True)
    too_much = sum(not set(each.split()) <= ALLOWED for each in given)
    counted.append((too_much, "held what nobody may hand out"))
    problems = tuple(f"{number} cases {words}" for number, words in counted if number)
    return Finding(DisclosureCase.objects.count(), problems)
