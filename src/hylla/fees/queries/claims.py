"""What someone owes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Sum

from hylla.fees.models import Claim, ClaimKind


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """Something that is owed, in ore. What it is about, only its loan knows."""

    claim_id: UUID
    kind: ClaimKind
    amount_ore: int
    opened_on: date
    branch_id: int


def balance_of(person_id: UUID) -> int:
    """Return what someone owes, in ore."""
    unpaid = Claim.objects.filter(patron=person_id, settled_at=None)
    return int(unpaid.aggregate(sum=Sum("amount_ore", default=0))["sum"])


def claims_of(person_id: UUID) -> tuple[OpenClaim, ...]:
    """Return what someone owes, the oldest first."""
    unpaid = Claim.objects.filter(patron=person_id, settled_at=None).order_by("opened_on", "id")
    return tuple(
        OpenClaim(each.pk, ClaimKind(each.kind), each.amount_ore, each.opened_on, each.branch_id)
        for each in unpaid
    )
