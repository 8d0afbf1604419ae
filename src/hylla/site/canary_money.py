"""The canary owes money, begins to pay it on the web and gives that up, until it is erased."""

import uuid
from datetime import datetime

from hylla.circulation.actions import book
from hylla.clients.payments import Order, PaymentError, Problem, Standing, State
from hylla.fees.actions import Chosen, Way, begin_payment, open_claim
from hylla.fees.models import Claim, ClaimKind, Payment, PaymentState
from hylla.fees.rules import CURRENCY
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy

AMOUNT_ORE = 100
NOWHERE = "https://payment.invalid/"


def owe_and_begin_to_pay(
    person_id: uuid.UUID, *, branch_id: int, policy: Policy, now: datetime
) -> tuple[tuple[str, ...], list[str]]:
    """Owe something, begin to pay it and give up; return what to look for, and what was wrong.

    It is never settled: a voucher stays for years, and nobody paid. So the claim is struck out.
    """
    if not policy.payments.online:
        return (), []
    claim = open_claim(
        person_id,
        branch_id=branch_id,
        kind=ClaimKind.DAMAGED,
        amount_ore=AMOUNT_ORE,
        on=today(policy, now),
    )
    begun = begin_payment(
        person_id,
        chosen=Chosen([claim], AMOUNT_ORE),
        way=Way(Nobody(), NOWHERE + "{reference}", NOWHERE),
        now=now,
        policy=policy,
    )
    given_up = Standing(
        reference=begun.reference,
        state=State.CANCELLED,
        amount_ore=AMOUNT_ORE,
        currency=CURRENCY[policy.country],
    )
    is_known = book(given_up, now=now, policy=policy)
    rows = Payment.objects.filter(reference=begun.reference, state=PaymentState.CANCELLED)
    keys = [str(key) for key in rows.values_list("pk", flat=True)]
    Claim.objects.filter(pk=claim).delete()
    wrong = [] if is_known and keys else ["a payment that was given up is under way still"]
    return (str(claim), begun.reference, *keys), wrong


def strike_out(place: str) -> None:
    """Let nothing be owed or paid there, also after a flight that was broken off."""
    Payment.objects.filter(patron__home_branch__code=place).delete()
    Claim.objects.filter(branch__code=place).delete()


class Nobody:
    """Takes an order and does nothing with it: no network is reached."""

    def begin(self, order: Order) -> str:
        """Send whoever pays straight back."""
        return order.back

    def standing(self, reference: str) -> Standing:
        """Know of no payment."""
        raise PaymentError(Problem.UNKNOWN)

    def answered(self, body: bytes, signature: str) -> Standing:
        """Believe no answer."""
        raise PaymentError(Problem.UNSIGNED)

    def refund(self, reference: str, *, amount_ore: int, key: str) -> None:
        """Give nothing back."""
        raise PaymentError(Problem.REFUSED)
