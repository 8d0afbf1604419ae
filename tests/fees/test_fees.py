"""What a late return costs, and what is left when it is paid."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.fees.actions import settle
from hylla.fees.models import Claim, ClaimKind, Voucher
from hylla.fees.queries import balance_of, claims_of
from hylla.fees.rules import FeeRefusal, Tariff, overdue_fee
from hylla.library.refusals import Refused
from hylla.privacy.policy import Period
from tests.circulation.world import World
from tests.fees.owing import DUE, NOW, claim


@pytest.mark.parametrize(
    ("days", "fee"), [(-3, 0), (0, 0), (1, 200), (2, 400), (49, 9800), (50, 10_000), (51, 10_000)]
)
def test_for_every_day_up_to_the_cap(days: int, fee: int) -> None:
    """Kungsbacka's numbers (KUN-10): 2 kr a day, 100 kr at most."""
    tariff = Tariff(200, 10_000)
    assert overdue_fee(due_on=DUE, returned_on=DUE + timedelta(days=days), tariff=tariff) == fee


@given(st.integers(0, 3000), st.integers(0, 1000), st.integers(0, 20_000))
def test_a_later_return_never_costs_less_and_never_more_than_the_cap(
    days: int, per_day: int, cap: int
) -> None:
    tariff = Tariff(per_day, cap)
    fee = overdue_fee(due_on=DUE, returned_on=DUE + timedelta(days=days), tariff=tariff)
    next_day = overdue_fee(due_on=DUE, returned_on=DUE + timedelta(days=days + 1), tariff=tariff)
    assert 0 <= fee <= next_day <= cap


def test_what_is_owed(world: World) -> None:
    opened = claim(world)
    assert balance_of(opened.patron_id) == 5000
    (owed,) = claims_of(opened.patron_id)
    assert (owed.claim_id, owed.kind, owed.amount_ore) == (opened.pk, ClaimKind.DAMAGED, 5000)


def test_the_voucher_tells_of_nobody(world: World) -> None:
    opened = claim(world)
    number = settle(opened.pk, method="cash", now=NOW, policy=world.policy)
    voucher = Voucher.objects.get(number=number)
    # After midnight at the library.
    assert voucher.paid_on == date(2026, 11, 4)
    assert (voucher.amount_ore, voucher.method, voucher.kind) == (5000, "cash", "damaged")
    assert {field.name for field in Voucher._meta.get_fields()} == {
        "number",
        "branch",
        "kind",
        "debit",
        "credit",
        "amount_ore",
        "paid_on",
        "refunds",
        "waived_for",
    }
    assert balance_of(opened.patron_id) == 0
    assert claims_of(opened.patron_id) == ()


def test_settled_once_and_only_what_there_is(world: World) -> None:
    opened = claim(world)
    settle(opened.pk, method="card", now=NOW, policy=world.policy)
    with pytest.raises(Refused) as refused:
        settle(opened.pk, method="card", now=NOW, policy=world.policy)
    assert [each.code for each in refused.value.reasons] == [FeeRefusal.ALREADY_SETTLED]
    assert Voucher.objects.count() == 1


def test_nothing_is_written_down_for_a_way_to_pay_that_does_not_exist(world: World) -> None:
    opened = claim(world)
    with pytest.raises(ValueError, match="barter"):
        settle(opened.pk, method="barter", now=NOW, policy=world.policy)
    assert not Voucher.objects.exists()


def test_a_claim_goes_with_its_payment_where_the_policy_says_so(world: World) -> None:
    at_once = {**world.policy.periods, "settled_claim": Period()}
    opened = claim(world)
    settle(opened.pk, method="card", now=NOW, policy=replace(world.policy, periods=at_once))
    assert not Claim.objects.exists()
    assert Voucher.objects.count() == 1
