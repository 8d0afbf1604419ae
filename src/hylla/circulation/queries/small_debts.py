"""What somebody who leaves owes, where it is little and all that is left of them (case 2)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from hylla.circulation.models import Loan
from hylla.fees.models import Claim, Invoice
from hylla.fees.queries import balance_of
from hylla.privacy.erasure import Facet, blockers, facets
from hylla.privacy.policy import Policy
from hylla.privacy.rights.terms import Outcome

MAY_HOLD = frozenset(each._meta.label for each in (Claim, Invoice, Loan))
"""What may hold somebody besides the claims: an invoice of them, and a loan that waits for one."""


def small_debt_of(person_id: UUID, *, policy: Policy, now: datetime) -> int:
    """Return what the library lets go of when somebody leaves, in ore; 0: nothing.

    Nothing else may hold them: what has not come back may cost more, money under way may pay it,
    and what a debt collector has, or they answer for in a child's place, is not theirs alone.
    """
    limit = policy.fees.waive_leaving_below_ore
    owed = balance_of(person_id) if limit else 0
    if not 0 < owed < limit or not _is_all(person_id, now):
        return 0
    return owed


def facets_of(person_id: UUID, *, policy: Policy, now: datetime) -> tuple[Facet, ...]:
    """Return what a request to leave would come to: what waits for a small debt goes with it."""
    found = facets(person_id, now=now)
    if not small_debt_of(person_id, policy=policy, now=now):
        return found
    waits = Outcome.WAITS
    return tuple(
        replace(each, outcome=Outcome.NOW) if each.outcome is waits else each for each in found
    )


def _is_all(person_id: UUID, now: datetime) -> bool:
    if not _names(person_id, now) <= MAY_HOLD:
        return False
    out = Loan.objects.filter(patron=person_id, returned_at=None, closed_at=None)
    invoices = Invoice.objects.filter(settled_at=None)
    away = invoices.filter(patron=person_id, handed_over_on__isnull=False)
    anothers = invoices.filter(addressee=person_id)
    return not (out.exists() or away.exists() or anothers.exists())


def _names(person_id: UUID, now: datetime) -> set[str]:
    return {each.name for each in blockers(person_id, now=now)}
