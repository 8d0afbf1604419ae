"""The ledger: only added to, and its sum is zero whatever is written."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hylla.fees.actions import Back, Till, open_claim, refund, settle, take_back_refund
from hylla.fees.models import ClaimKind, LedgerIsClosed, Voucher
from hylla.fees.queries import balances, refundable
from hylla.fees.rules import FeeRefusal, Method
from hylla.library.refusals import Refused
from hylla.site.probes.sql.ledger import vouchers_balance
from tests.circulation.world import World
from tests.fees.owing import DUE, NOW, claim


def paid(world: World, *, amount_ore: int = 5000, method: str = "cash") -> int:
    opened = claim(world, amount_ore)
    return settle(opened.pk, method=method, now=NOW, policy=world.policy)


def give_back(world: World, number: int, amount_ore: int, method: Method = Method.CASH) -> int:
    till = Till(world.main.pk, method)
    seen = refundable(number)
    back = Back(amount_ore, seen.left_ore if seen else 0)
    return refund(number, back=back, till=till, now=NOW, policy=world.policy)


def refused(world: World, number: int, amount_ore: int) -> list[str]:
    with pytest.raises(Refused) as no:
        give_back(world, number, amount_ore)
    return [str(each.code) for each in no.value.reasons]


def test_no_voucher_is_changed_or_removed(world: World) -> None:
    number = paid(world)
    voucher = Voucher.objects.get(pk=number)
    voucher.amount_ore = 1
    for act in (
        voucher.save,
        voucher.delete,
        lambda: Voucher.objects.update(amount_ore=1),
        lambda: Voucher.objects.filter(pk=number).delete(),
        lambda: Voucher.objects.bulk_update([voucher], ["amount_ore"]),
    ):
        with pytest.raises(LedgerIsClosed), transaction.atomic():
            act()
    assert Voucher.objects.get(pk=number).amount_ore == 5000


@pytest.mark.parametrize(("debit", "credit"), [("cash", "cash"), ("cash", "card")])
def test_the_database_takes_no_voucher_without_two_sides(
    world: World, debit: str, credit: str
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.create(
            number=1,
            branch=world.main,
            kind="card",
            debit=debit,
            credit=credit,
            amount_ore=1,
            paid_on=DUE,
        )


@pytest.mark.parametrize(("debit", "reason"), [("waived", ""), ("cash", "goodwill")])
def test_what_is_waived_says_why_and_nothing_else_does(
    world: World, debit: str, reason: str
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.create(
            number=1, branch=world.main, kind="card", debit=debit, credit="income",
            amount_ore=1, paid_on=DUE, waived_for=reason,
        )  # fmt: skip


def test_money_back_against_the_number_of_the_voucher(world: World) -> None:
    number = paid(world, method="card")
    back = Voucher.objects.get(pk=give_back(world, number, 2000, Method.CARD))
    assert (back.amount_ore, back.method, back.refunds_id) == (2000, Method.CARD, number)
    assert balances() == {"income": -3000, "card": 3000}
    assert refused(world, number, 3001) == [FeeRefusal.MORE_THAN_WAS_PAID]
    give_back(world, number, 3000)
    assert balances() == {"income": 0, "card": 3000, "cash": -3000}
    assert refused(world, number, 1) == [FeeRefusal.MORE_THAN_WAS_PAID]


def test_what_never_went_out_may_go_out_again(world: World) -> None:
    """By another voucher, once; and the ledger is one that its probe finds whole."""
    number = paid(world)
    back = give_back(world, number, 2000, Method.CARD)
    again = take_back_refund(back, now=NOW, policy=world.policy)
    assert vouchers_balance(world.policy, NOW).problems == ()
    assert balances() == {"income": -5000, "cash": 5000, "card": 0}
    for wrong in (back, number, again, 987_654):
        with pytest.raises(Refused, match="not_given_back"):
            take_back_refund(wrong, now=NOW, policy=world.policy)
    assert refused(world, again, 1) == [FeeRefusal.NOTHING_WAS_PAID]
    give_back(world, number, 5000)
    assert balances() == {"income": 0, "cash": 0, "card": 0}
    assert vouchers_balance(world.policy, NOW).problems == ()
    Voucher.objects.create(
        number=20_260_000_009, branch=world.main, kind="card", debit="cash", credit="income",
        amount_ore=1, paid_on=DUE, refunds_id=number,
    )  # fmt: skip
    (problem,) = vouchers_balance(world.policy, NOW).problems
    assert "refunds were taken back that were none" in problem


def test_nothing_back_for_what_was_not_paid(world: World) -> None:
    waived, number = paid(world, method="waived"), paid(world)
    back = give_back(world, number, 5000)
    assert refused(world, waived, 1) == [FeeRefusal.NOTHING_WAS_PAID]
    assert refused(world, back, 1) == [FeeRefusal.NOTHING_WAS_PAID]
    assert refused(world, 987_654, 1) == [FeeRefusal.UNKNOWN_VOUCHER]


@pytest.mark.parametrize("amount_ore", [0, -1, 10**9])
def test_no_absurd_sum_is_given_back(world: World, amount_ore: int) -> None:
    assert refused(world, paid(world), amount_ore) == [FeeRefusal.MORE_THAN_WAS_PAID]


def test_numbers_have_no_gap_and_begin_anew_each_year(world: World) -> None:
    """What is undone gives its number back (bokföringslag 5:6-7)."""
    first = paid(world)
    with transaction.atomic():
        paid(world)
        transaction.set_rollback(True)
    assert [first, paid(world), give_back(world, first, 1)] == [
        20260000001,
        20260000002,
        20260000003,
    ]
    next_year = claim(world)
    later = NOW + timedelta(days=365)
    assert settle(next_year.pk, method="cash", now=later, policy=world.policy) == 20270000001


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(list(Method)), st.integers(1, 10**6), st.integers(0, 10**6)),
        max_size=6,
    )
)
def test_the_sum_is_zero(world: World, acts: list[tuple[Method, int, int]]) -> None:
    """Of all vouchers, and of a branch's day; what was given back is never more than was paid."""
    person, _ = world.patron()
    for method, amount, back in acts:
        opened = open_claim(
            person, branch_id=world.main.pk, kind=ClaimKind.LOST, amount_ore=amount, on=DUE
        )
        number = settle(opened, method=method, now=NOW, policy=world.policy)
        if method is not Method.WAIVED and 0 < back <= amount:
            give_back(world, number, back)
    told = balances()
    assert sum(told.values()) == 0
    assert told.get("income", 0) <= 0
    of_the_day = (
        balances(branch_id=world.main.pk, on=Voucher.objects.last().paid_on) if told else {}
    )
    assert of_the_day == told


def test_a_form_that_is_sent_twice_gives_back_once(world: World) -> None:
    number, till = paid(world), Till(world.main.pk, Method.CASH)
    back = Back(2000, 5000)
    refund(number, back=back, till=till, now=NOW, policy=world.policy)
    with pytest.raises(Refused):
        refund(number, back=back, till=till, now=NOW, policy=world.policy)
    assert balances() == {"income": -3000, "cash": 3000}
