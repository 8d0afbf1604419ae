"""A payment on the web: booked once, paid back where nothing is owed, asked about, forgotten."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hylla.circulation.actions import ask_about_payments, book, conclude, leave, settle_claim
from hylla.circulation.models import Loan
from hylla.clients.payments import PaymentError, State
from hylla.fees.actions import Begun, Chosen, Way, begin_payment, open_claim
from hylla.fees.models import Claim, ClaimKind, Payment, PaymentState, Voucher
from hylla.fees.queries import balance_of, balances, payment_of, payments_of
from hylla.fees.rules import FeeRefusal, Method
from hylla.library.refusals import Refused
from hylla.patrons.models import Person
from hylla.privacy.removal import remove_due
from tests.circulation.world import World, make_world, policy_of
from tests.fees.till import Till

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


@dataclass
class Stage:
    """Someone who owes 20 kr and 300 kr, and who takes payments."""

    world: World
    person: uuid.UUID
    claims: list[uuid.UUID]
    till: Till

    def begin(self, *, claims: list[uuid.UUID] | None = None, amount: int = 32_000) -> Begun:
        """Go to pay."""
        return begin_payment(
            self.person,
            chosen=Chosen(self.claims if claims is None else claims, amount),
            way=Way(self.till, "https://lib.example/my/{reference}/", "https://lib.example/a/"),
            now=NOW,
            policy=self.world.policy,
        )

    def told(self, reference: str) -> bool:
        """Let the provider say how it stands."""
        return book(self.till.said(reference), now=LATER, policy=self.world.policy)

    def conclude(self, reference: str, *, now: datetime = LATER) -> None:
        """Ask the provider."""
        conclude(reference, provider=self.till, now=now, policy=self.world.policy)

    def night_watch(self, now: datetime) -> int:
        """Do as the worker does."""
        return ask_about_payments(lambda _: self.till, now=now, policy=self.world.policy)

    def states(self) -> list[str]:
        """Return the states of all lines, the small one first."""
        rows = Payment.objects.order_by("amount_ore")
        return list(rows.values_list("state", flat=True))


@pytest.fixture
def stage(db: None) -> Stage:
    world = make_world(policy_of("fjordvik"))
    person, _ = world.patron()
    claims = [
        open_claim(person, branch_id=world.main.pk, kind=kind, amount_ore=ore, on=date(2026, 11, 1))
        for kind, ore in ((ClaimKind.OVERDUE, 2000), (ClaimKind.LOST, 30_000))
    ]
    return Stage(world, person, claims, Till())


def test_paid_is_booked_by_claim(stage: Stage) -> None:
    begun = stage.begin()
    stage.till.states[begun.reference] = State.PAID
    assert balance_of(stage.person) == 32_000
    stage.conclude(begun.reference)
    assert balance_of(stage.person) == 0
    assert balances() == {"online": 32_000, "income": -32_000}
    facts = payment_of(
        stage.person, reference=begun.reference, now=LATER, policy=stage.world.policy
    )
    assert facts is not None
    assert facts.finished_at == LATER
    numbers = {each.voucher_number for each in facts.lines}
    assert numbers == set(Voucher.objects.values_list("number", flat=True))


def test_the_provider_is_told_a_sum_and_a_random_reference(stage: Stage) -> None:
    one, two = stage.begin(), stage.begin()
    assert one.reference != two.reference
    order = stage.till.orders[one.reference]
    assert (order.amount_ore, order.currency) == (32_000, "NOK")
    assert order.back == f"https://lib.example/my/{one.reference}/"
    assert str(stage.person) not in str(order)


def test_said_twice_and_asked_besides_it_is_booked_once(stage: Stage) -> None:
    begun = stage.begin()
    stage.till.states[begun.reference] = State.PAID
    assert stage.told(begun.reference)
    assert stage.told(begun.reference)
    stage.conclude(begun.reference)
    assert Voucher.objects.count() == 2
    assert stage.till.asked == 0
    assert not stage.till.refunds


def test_an_answer_about_nothing_here(stage: Stage) -> None:
    begun = stage.begin()
    Payment.objects.all().delete()
    stage.till.states[begun.reference] = State.PAID
    assert not stage.told(begun.reference)
    assert not Voucher.objects.exists()


@pytest.mark.parametrize(
    ("claims", "amount", "why"),
    [
        ([], 0, FeeRefusal.NOTHING_CHOSEN),
        (None, 31_999, FeeRefusal.SUM_CHANGED),
        ([uuid.uuid4()], 0, FeeRefusal.SUM_CHANGED),
    ],
)
def test_another_sum_than_was_shown_is_refused(
    stage: Stage, claims: list[uuid.UUID] | None, amount: int, why: FeeRefusal
) -> None:
    with pytest.raises(Refused) as refused:
        stage.begin(claims=claims, amount=amount)
    assert [each.code for each in refused.value.reasons] == [why]
    assert not Payment.objects.exists()
    assert not stage.till.orders


def test_nobody_pays_for_another(stage: Stage) -> None:
    other, _ = stage.world.patron()
    with pytest.raises(Refused):
        begin_payment(
            other,
            chosen=Chosen(stage.claims, 32_000),
            way=Way(stage.till, "{reference}", ""),
            now=NOW,
            policy=stage.world.policy,
        )


def test_a_provider_that_is_away_is_said_so(stage: Stage) -> None:
    stage.till.is_away = True
    with pytest.raises(Refused) as refused:
        stage.begin()
    assert [each.code for each in refused.value.reasons] == [FeeRefusal.PROVIDER_AWAY]
    assert stage.states() == ["failed", "failed"]


@pytest.mark.parametrize("state", [State.CANCELLED, State.FAILED])
def test_what_was_not_paid_is_owed_as_before(stage: Stage, state: State) -> None:
    begun = stage.begin()
    stage.till.states[begun.reference] = state
    stage.conclude(begun.reference)
    assert stage.states() == [state.value, state.value]
    assert balance_of(stage.person) == 32_000


def test_what_was_paid_at_the_desk_meanwhile_goes_back(stage: Stage) -> None:
    begun = stage.begin()
    settle_claim(stage.claims[0], method=Method.CASH, now=NOW, policy=stage.world.policy)
    stage.till.states[begun.reference] = State.PAID
    stage.conclude(begun.reference)
    assert list(stage.till.refunds.values()) == [2000]
    assert stage.states() == ["given_back", "paid"]
    assert balances() == {"cash": 2000, "online": 30_000, "income": -32_000}


def test_money_that_could_not_go_back_at_once_goes_when_the_provider_is_there(stage: Stage) -> None:
    begun = stage.begin()
    settle_claim(stage.claims[0], method=Method.CASH, now=NOW, policy=stage.world.policy)
    stage.till.states[begun.reference] = State.PAID
    stage.told(begun.reference)
    stage.till.is_away = True
    with pytest.raises(PaymentError):
        stage.conclude(begun.reference)
    assert stage.night_watch(LATER) == 1
    assert stage.states() == ["going_back", "paid"]
    stage.till.is_away = False
    assert stage.night_watch(LATER) == 0
    assert stage.states() == ["given_back", "paid"]
    assert list(stage.till.refunds.values()) == [2000]


def test_a_claim_that_changed_is_not_booked_for_the_old_sum(stage: Stage) -> None:
    begun = stage.begin()
    Claim.objects.filter(pk=stage.claims[0]).update(amount_ore=2500)
    stage.till.states[begun.reference] = State.PAID
    stage.conclude(begun.reference)
    assert balance_of(stage.person) == 2500
    assert stage.states() == ["given_back", "paid"]


def test_another_sum_than_was_asked_is_not_booked(stage: Stage) -> None:
    begun = stage.begin()
    said = replace(stage.till.said(begun.reference), state=State.PAID, amount_ore=1)
    book(said, now=LATER, policy=stage.world.policy)
    assert stage.states() == ["going_back", "going_back"]
    assert not Voucher.objects.exists()


def test_two_payments_for_one_claim_are_booked_once(stage: Stage) -> None:
    one, two = stage.begin(), stage.begin()
    for begun in (one, two):
        stage.till.states[begun.reference] = State.PAID
        stage.conclude(begun.reference)
    assert balances() == {"online": 32_000, "income": -32_000}
    assert sorted(stage.till.refunds.values()) == [2000, 30_000]


def test_whoever_never_came_back_is_asked_about(stage: Stage) -> None:
    begun = stage.begin()
    stage.night_watch(NOW + timedelta(minutes=1))
    assert stage.till.asked == 0
    stage.night_watch(LATER)
    assert (stage.till.asked, stage.states()) == (1, ["under_way", "under_way"])
    stage.till.states[begun.reference] = State.PAID
    stage.night_watch(LATER + timedelta(minutes=1))
    assert balance_of(stage.person) == 0


@pytest.mark.parametrize("is_known", [True, False])
def test_a_page_nobody_used_is_given_up_after_a_day(stage: Stage, is_known: bool) -> None:
    begun = stage.begin()
    if not is_known:
        del stage.till.orders[begun.reference]
    stage.night_watch(NOW + timedelta(hours=23))
    assert stage.states() == ["under_way", "under_way"]
    stage.night_watch(NOW + timedelta(hours=24))
    assert stage.states() == ["given_up", "given_up"]


def test_given_up_and_paid_all_the_same_is_paid(stage: Stage) -> None:
    begun = stage.begin()
    stage.night_watch(NOW + timedelta(hours=24))
    stage.till.states[begun.reference] = State.PAID
    stage.told(begun.reference)
    assert balance_of(stage.person) == 0
    assert {each["state"] for each in Payment.objects.values("state")} == {PaymentState.PAID}


def test_it_goes_by_its_own_period_and_the_voucher_stays(stage: Stage) -> None:
    begun = stage.begin()
    stage.till.states[begun.reference] = State.PAID
    stage.conclude(begun.reference)
    policy = stage.world.policy
    remove_due(policy, now=policy.period("finished_payment").after(LATER) - timedelta(minutes=1))
    assert Payment.objects.count() == 2
    over = policy.period("finished_payment").after(LATER)
    assert payments_of(stage.person, now=over, policy=policy) == ()
    remove_due(policy, now=over)
    assert not Payment.objects.exists()
    assert Voucher.objects.count() == 2


def test_paying_ends_the_loan_that_waited(stage: Stage) -> None:
    """R03: and an erasure that waited for the money is complete with it (case 2)."""
    begun = stage.begin()
    stage.till.states[begun.reference] = State.PAID
    left = leave(stage.person, policy=stage.world.policy, now=NOW)
    assert not left
    stage.conclude(begun.reference)
    assert not Person.objects.filter(pk=stage.person).exists()
    assert not Payment.objects.exists()
    assert not Loan.objects.exists()
    assert Voucher.objects.count() == 2


def test_money_under_way_keeps_the_person_until_it_is_booked(stage: Stage) -> None:
    begun = stage.begin()
    for claim in stage.claims:
        settle_claim(claim, method=Method.CARD, now=NOW, policy=stage.world.policy)
    leave(stage.person, policy=stage.world.policy, now=NOW)
    assert Person.objects.filter(pk=stage.person).exists()
    stage.till.states[begun.reference] = State.PAID
    stage.conclude(begun.reference)
    assert sorted(stage.till.refunds.values()) == [2000, 30_000]
    assert not Person.objects.filter(pk=stage.person).exists()
