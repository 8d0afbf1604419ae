"""Somebody who owes money, for the tests of it."""

from datetime import UTC, date, datetime

from hylla.fees.actions import open_claim
from hylla.fees.models import Claim, ClaimKind
from tests.circulation.world import World

NOW = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)
DUE = date(2026, 11, 3)


def claim(world: World, amount_ore: int = 5000) -> Claim:
    """Claim a sum from somebody new."""
    person, _ = world.patron()
    claim_id = open_claim(
        person, branch_id=world.main.pk, kind=ClaimKind.DAMAGED, amount_ore=amount_ore, on=DUE
    )
    return Claim.objects.get(pk=claim_id)
