"""Trials of money: what a late return costs, who is told, and whom a voucher names."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta

from django.forms import model_to_dict
from typing_extensions import override

from hylla.circulation.actions import leave, settle_claim
from hylla.circulation.models import LoanRule
from hylla.circulation.queries import charges_of
from hylla.clients.payments import Order, Sale
from hylla.fees.actions import Chosen, Way, begin_at_terminal, begin_payment, pass_on_debts
from hylla.fees.models import Claim, ClaimKind, Voucher
from hylla.fees.queries import balance_of, claims_of
from hylla.fees.rules import CURRENCY
from hylla.patrons.rules import NewGuardian
from hylla.site.canary_money import Nobody
from hylla.site.probes.behaviour.told import told_in_extract
from hylla.site.probes.stage import Stage, trial

DAYS_LATE = 400
AMOUNT_ORE = 12_300


@trial
def late_return_costs(stage: Stage) -> Iterator[str]:
    """No rule charges more a day, or in all, than the notice says; and what is told is claimed."""
    fees = stage.policy.fees
    dear = LoanRule.objects.filter(fee_per_day_ore__gt=fees.daily_ore).count()
    dear += LoanRule.objects.filter(fee_cap_ore__gt=fees.cap_ore).count()
    if dear:
        yield f"{dear} rules charge more than the notice says"
    bird = stage.patron()
    long_ago = stage.now - timedelta(days=DAYS_LATE + 30)
    lent = stage.lent(bird.card_number, at=long_ago)
    returned = stage.give_back(lent)
    if returned.fee_ore > fees.cap_ore:
        yield "a late return costs more than the notice says"
    asked = Claim.objects.filter(patron=bird.person_id, kind=ClaimKind.OVERDUE)
    if sum(each.amount_ore for each in asked) != returned.fee_ore:
        yield "another sum is claimed than was told"


@trial
def claims_are_told(stage: Stage) -> Iterator[str]:
    """Who owes money is told how much, what for and since when, until it is settled."""
    bird = stage.patron()
    claim = stage.owes(bird.person_id, AMOUNT_ORE)
    told = [(each.amount_ore, each.kind, each.opened_on) for each in claims_of(bird.person_id)]
    if told != [(AMOUNT_ORE, ClaimKind.DAMAGED, stage.day)]:
        yield "a claim is not told with its amount, its reason and its date"
    if not any(str(AMOUNT_ORE) in each for each in told_in_extract(stage, bird.person_id, CLAIM)):
        yield "the extract lacks a claim"
    settle_claim(claim, method="cash", now=stage.now, policy=stage.policy)
    if balance_of(bird.person_id):
        yield "a settled claim is still owed"


@trial
def settled_leaves_no_name(stage: Stage) -> Iterator[str]:
    """A voucher has an amount, a day and a place, and nothing of who paid or for what."""
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    claim = stage.owes(bird.person_id, AMOUNT_ORE)
    number = settle_claim(claim, method="cash", now=stage.now, policy=stage.policy)
    voucher = Voucher.objects.filter(pk=number).first()
    if voucher is None:
        yield "a payment has no voucher"
        return
    told = " ".join(str(value) for value in model_to_dict(voucher).values())
    secrets = (str(bird.person_id), str(claim), bird.card_number, lent.barcode, lent.title)
    if any(each in told for each in secrets):
        yield "a voucher leads to who paid"
    if (voucher.amount_ore, voucher.paid_on) != (AMOUNT_ORE, stage.day):
        yield "a voucher has another amount or day"


@trial
def payment_tells_little(stage: Stage) -> Iterator[str]:
    """Whoever takes a payment is told a sum, a random number and the ways back: nothing of whom."""
    if not stage.policy.payments.provider:
        yield "people pay through someone who is not named"
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    claim = stage.owes(bird.person_id, AMOUNT_ORE)
    till = _Recorder()
    way = Way(till, "https://library.example/{reference}/", "https://library.example/")
    begun = begin_payment(
        bird.person_id,
        chosen=Chosen([claim], AMOUNT_ORE),
        way=way,
        now=stage.now,
        policy=stage.policy,
    )
    (order,) = till.orders
    back = way.back.format(reference=begun.reference)
    sums = {AMOUNT_ORE, CURRENCY[stage.policy.country]}
    if set(asdict(order).values()) != sums | {begun.reference, back, way.answer}:
        yield "who takes a payment is told more than a sum, a number and the ways back"
    secrets = (str(bird.person_id), str(claim), bird.card_number, lent.barcode, lent.title)
    if any(each in str(asdict(order)) for each in secrets):
        yield "who takes a payment is told of whom"


@trial
def terminal_tells_little(stage: Stage) -> Iterator[str]:
    """A terminal is told a sum and a random number: nothing of whom."""
    bird = stage.patron()
    claim = stage.owes(bird.person_id, AMOUNT_ORE)
    desk = _Listener()
    chosen = Chosen([claim], AMOUNT_ORE)
    reference = begin_at_terminal(
        bird.person_id, chosen=chosen, terminal=desk, now=stage.now, policy=stage.policy
    )
    (sale,) = desk.sales
    if set(asdict(sale).values()) != {AMOUNT_ORE, CURRENCY[stage.policy.country], reference}:
        yield "a terminal is told more than a sum and a number"
    if any(each in reference for each in (str(bird.person_id), str(claim), bird.card_number)):
        yield "a terminal is told of whom"


class _Listener:
    """A terminal that hears, and does nothing."""

    name = "nowhere"

    def __init__(self) -> None:
        self.sales: list[Sale] = []

    def ask(self, sale: Sale) -> None:
        """Hear a sum."""
        self.sales.append(sale)


class _Recorder(Nobody):
    """Takes orders, and nothing else."""

    def __init__(self) -> None:
        self.orders: list[Order] = []

    @override
    def begin(self, order: Order) -> str:
        self.orders.append(order)
        return super().begin(order)


CLAIM = "fees.Claim"


@trial
def small_debts_go(stage: Stage) -> Iterator[str]:
    """Who leaves and owes less than is told is erased at once, and who owes that much waits."""
    limit = stage.policy.fees.waive_leaving_below_ore
    little, much = stage.patron().person_id, stage.patron().person_id
    stage.owes(little, limit - 1)
    stage.owes(much, limit)
    if not leave(little, policy=stage.policy, now=stage.now):
        yield "who leaves and owes little is made to wait"
    if leave(much, policy=stage.policy, now=stage.now):
        yield "a debt is waived that is no smaller than is told"


@trial
def childs_debts_move(stage: Stage) -> Iterator[str]:
    """The day a child comes of age, what it owed is its guardian's, who is told no title of it."""
    policy, tomorrow = stage.policy, stage.now + timedelta(days=1)
    child = stage.patron(
        birth_date=stage.born(policy.ages.adult, days=1),
        guardian=NewGuardian(family_name="Trial", phones=("+4741298700",)),
    )
    stage.owes(child.person_id, AMOUNT_ORE)
    pass_on_debts(policy=policy, now=tomorrow)
    if balance_of(child.person_id):
        yield "who has come of age still owes what it owed as a child"
    told = charges_of(child.guardian_id, now=tomorrow, policy=policy) if child.guardian_id else ()
    if [(each.amount_ore, each.title) for each in told] != [(AMOUNT_ORE, "")]:
        yield "what a child owed is not its guardian's when it comes of age"


PROBES = (
    late_return_costs,
    small_debts_go,
    childs_debts_move,
    claims_are_told,
    settled_leaves_no_name,
    payment_tells_little,
    terminal_tells_little,
)
