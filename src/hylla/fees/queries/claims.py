"""What someone owes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Sum

from hylla.fees.models import Claim, ClaimKind
from hylla.library.queries.prepared import Prepared, Row


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """Something that is owed, in ore. What it is about, only its loan knows."""

    claim_id: UUID
    kind: ClaimKind
    amount_ore: int
    opened_on: date
    branch_id: int
    for_ward: bool = False
    """A child owed it, whose guardian they were."""


def balance_of(person_id: UUID) -> int:
    """Return what someone owes, in ore."""
    unpaid = Claim.objects.filter(patron=person_id, settled_at=None)
    return int(unpaid.aggregate(sum=Sum("amount_ore", default=0))["sum"])


def fee_on(claim_id: UUID | None) -> UUID | None:
    """Return the open fee of a loan by the claim on it: that one, or what hung there before it."""
    if claim_id is None:
        return None
    claim = Claim.objects.filter(pk=claim_id).select_related("beside").first()
    for each in (claim, claim.beside) if claim else ():
        if each is not None and each.settled_at is None and each.kind != ClaimKind.LOST:
            return each.pk
    return None


def fee_beside(claim_id: UUID) -> UUID | None:
    """Return the open claim that hung on the loan before this one, and hangs there after it."""
    beside = Claim.objects.filter(beside__isnull=False, pk=claim_id, beside__settled_at=None)
    return beside.values_list("beside", flat=True).first()


def claims_of(person_id: UUID) -> tuple[OpenClaim, ...]:
    """Return what someone owes, the oldest first."""
    return tuple(
        OpenClaim(pk, ClaimKind(kind), amount_ore, opened_on, branch_id, for_ward)
        for pk, kind, amount_ore, opened_on, branch_id, for_ward in UNPAID(person_id=person_id)
    )


def _unpaid(*, person_id: UUID) -> QuerySet[Claim, Row]:
    unpaid = Claim.objects.filter(patron=person_id, settled_at=None).order_by("opened_on", "id")
    return unpaid.values_list("id", "kind", "amount_ore", "opened_on", "branch_id", "for_ward")


UNPAID = Prepared(_unpaid)
