"""Let a small debt go that is all that is left of somebody who leaves (conflict case 2)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from hylla.circulation.actions.claims import settle_claim
from hylla.circulation.queries.small_debts import small_debt_of
from hylla.fees.actions import lock_vouchers
from hylla.fees.queries import claims_of
from hylla.fees.rules import Method, WaivedFor
from hylla.patrons.queries.family import only_guardians
from hylla.patrons.queries.inactivity import inactive_but_for
from hylla.privacy.clocks import today
from hylla.privacy.erasure import is_asked, people_asking
from hylla.privacy.policy import Policy


def let_small_debts_go(*, policy: Policy, now: datetime, since: datetime) -> int:
    """Waive what is left of whoever leaves, where it is little; return how many that were.

    Those who asked for it; guardians without a card, whom no child needs; and who has not used
    their card for so long that they would be written to now (`since` is the night before).
    """
    if not policy.fees.waive_leaving_below_ore:
        return 0
    leaving = dict.fromkeys(_leaving(policy, now, since))
    return sum(waive_small_debt(each, policy=policy, now=now) for each in leaving)


def _leaving(policy: Policy, now: datetime, since: datetime) -> Iterator[UUID]:
    yield from people_asking()
    yield from only_guardians().values_list("pk", flat=True)
    ahead = timedelta(days=policy.inactivity.letter_days)
    yield from inactive_but_for(policy, after=since + ahead, until=now + ahead)


def let_go_with(person_id: UUID, *, policy: Policy, now: datetime) -> bool:
    """Waive what is left of somebody who has asked to leave; return whether they are gone."""
    if not is_asked(person_id) or not waive_small_debt(person_id, policy=policy, now=now):
        return False
    return not is_asked(person_id)


def waive_small_debt(person_id: UUID, *, policy: Policy, now: datetime) -> bool:
    """Waive all that somebody owes, where it is little and nothing else holds them.

    Each claim gets its voucher, as one does that staff waive. With the last, who asked is erased.
    """
    with transaction.atomic():
        lock_vouchers(today(policy, now))
        if not small_debt_of(person_id, policy=policy, now=now):
            return False
        for each in claims_of(person_id):
            settle_claim(
                each.claim_id,
                method=Method.WAIVED,
                now=now,
                policy=policy,
                waived_for=WaivedFor.SMALL,
            )
        return True
