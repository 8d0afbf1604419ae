"""Loans, holds and cards that should have ended, and have not."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from hylla.circulation.models import Hold, LastReturn, Loan, TakenRecord
from hylla.patrons.models import Card, KeptCard
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.verify import GRACE, Finding


def loans_are_closed(policy: Policy, now: datetime) -> Finding:
    """No returned loan is left open, but for a claim where the policy lets it wait (R01-R03)."""
    left = Loan.objects.filter(returned_at__isnull=False, closed_at__isnull=True)
    if policy.lending.loan_waits_for_fee:
        left = left.filter(Q(claim__isnull=True) | Q(claim__settled_at__isnull=False))
    number = left.count()
    problems = (f"{number} returned loans were not closed",) if number else ()
    return Finding(Loan.objects.count(), problems)


def holds_are_live(policy: Policy, now: datetime) -> Finding:
    """Nobody waits for what they have on loan, and nothing waits on the shelf past its day."""
    filled = Hold.objects.filter(
        item__isnull=False,
        item=F("patron__loans__item"),
        patron__loans__returned_at__isnull=True,
        patron__loans__closed_at__isnull=True,
    ).count()
    over = Hold.objects.filter(shelf_until_on__lt=today(policy, now - GRACE)).count()
    problems = [f"{filled} filled holds are left"] if filled else []
    problems += [f"{over} holds were not fetched in time and are left"] if over else []
    return Finding(Hold.objects.count(), tuple(problems))


def last_returns_go(policy: Policy, now: datetime) -> Finding:
    """When a thing was last returned is known no longer than a desk may be without network."""
    limit = now - GRACE - timedelta(days=policy.lending.offline_days)
    left = LastReturn.objects.filter(returned_at__lte=limit).count()
    left += TakenRecord.objects.filter(at__lte=limit).count()
    problems = (f"{left} rows of desks without network are left",) if left else ()
    return Finding(LastReturn.objects.count(), problems)


def lost_cards_let_nobody_in(policy: Policy, now: datetime) -> Finding:
    """A card that has ended has its day and is on no phone; nobody has two that work."""
    ended = Card.objects.exclude(status="active")
    dateless = ended.filter(ended_on=None).count()
    coming = ended.filter(ended_on__gt=today(policy, now)).count()
    working = Card.objects.filter(status="active")
    kept = KeptCard.objects.exclude(person__in=working.values("person")).count()
    problems = [f"{dateless} cards have ended on no day"] if dateless else []
    problems += [f"{coming} cards have ended on a day to come"] if coming else []
    problems += [f"{kept} phones keep a card that has ended"] if kept else []
    return Finding(Card.objects.count(), tuple(problems))
