"""A thing that does not come back is claimed, and once, whatever was claimed before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hylla.circulation.actions import declare_lost, renew, send_invoices, settle_claim
from hylla.circulation.models import Loan
from hylla.circulation.queries import charges_of
from hylla.fees.models import Claim, ClaimKind
from hylla.fees.queries import claims_of
from tests.circulation.world import NOW, World, make_world, policy_of

LATE = NOW + timedelta(days=35)
"""A week late; the rule's fee is 2 kr a day."""
A_YEAR_LATER = NOW + timedelta(days=365)


@pytest.fixture
def library(db: None) -> World:
    policy = policy_of("kungsbacka")
    return make_world(replace(policy, invoices=replace(policy.invoices, after_days=7)))


@pytest.mark.parametrize("is_paid", [True, False])
def test_a_late_renewal_keeps_nothing_from_the_invoice(library: World, is_paid: bool) -> None:
    """Its fee hangs on the loan for as long as settled claims are kept: years, here."""
    person, card = library.patron()
    item = library.item()
    library.lend(card, item)
    renew(barcode=item.barcode, now=LATE, policy=library.policy)
    (fee,) = claims_of(person)
    if is_paid:
        settle_claim(fee.claim_id, method="cash", now=LATE, policy=library.policy)
    for _ in range(2):
        send_invoices(now=A_YEAR_LATER, policy=library.policy)
    prices = Claim.objects.filter(patron=person, kind=ClaimKind.LOST)
    assert [each.amount_ore for each in prices] == [library.policy.invoices.replacement_ore]


def test_what_is_said_to_be_lost_twice_is_claimed_once(library: World) -> None:
    """And when it comes back nothing of it is left."""
    person, card = library.patron()
    item = library.item()
    library.lend(card, item)
    first, second = (
        declare_lost(item.barcode, price_ore=30_000, now=NOW, policy=library.policy)
        for _ in range(2)
    )
    assert first == second
    assert [each.amount_ore for each in claims_of(person)] == [30_000]
    library.take_back(item)
    assert claims_of(person) == ()


@pytest.mark.parametrize("comes_back", [True, False])
def test_the_fee_of_a_late_renewal_stays_beside_the_price(library: World, comes_back: bool) -> None:
    """Until it is settled its loan says what it is for (R03), also when the price is no more."""
    person, card = library.patron()
    item = library.item()
    library.lend(card, item)
    renew(barcode=item.barcode, now=LATE, policy=library.policy)
    price = declare_lost(item.barcode, price_ore=30_000, now=LATE, policy=library.policy)
    told = charges_of(person, now=LATE, policy=library.policy)
    assert {(each.kind, each.title) for each in told} == {
        (ClaimKind.OVERDUE, "Hest"),
        (ClaimKind.LOST, "Hest"),
    }
    policy = replace(
        library.policy, lending=replace(library.policy.lending, closes_when_compensated=True)
    )
    assert price is not None
    if comes_back:
        library.take_back(item, now=LATE)
    else:
        settle_claim(price, method="card", now=LATE, policy=policy)
    (fee,) = charges_of(person, now=LATE, policy=policy)
    assert (fee.kind, fee.title) == (ClaimKind.OVERDUE, "Hest")
    settle_claim(fee.claim_id, method="card", now=LATE, policy=policy)
    assert not Loan.objects.filter(closed_at=None).exists()
