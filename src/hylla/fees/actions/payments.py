"""Begin a payment, on the web or at a terminal: what is chosen, and that the sum is as shown."""

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction

from hylla.clients.payments import (
    Order,
    PaymentError,
    PaymentProvider,
    Problem,
    Sale,
)
from hylla.fees.models import Claim, Payment, PaymentState
from hylla.fees.rules import CURRENCY, FeeRefusal
from hylla.library.refusals import Reason, Refused
from hylla.privacy.policy import Policy

REFERENCE_BYTES = 15


@dataclass(frozen=True)
class Chosen:
    """Which claims someone wants to pay, and what they were told that these cost, in ore."""

    claims: Collection[uuid.UUID]
    amount_ore: int


@dataclass(frozen=True)
class Way:
    """By whom, and where to go on; `back` has a place for the reference."""

    provider: PaymentProvider
    back: str
    answer: str


class Asker(Protocol):
    """A terminal that can be had to ask for a sum."""

    @property
    def name(self) -> str:
        """What staff call it."""

    def ask(self, sale: Sale) -> None:
        """Have it ask.

        :raises PaymentError: it is away, or says no.
        """


@dataclass(frozen=True)
class Begun:
    """Where to pay, and the reference by which the payment is found again."""

    address: str
    reference: str


def begin_payment(
    person_id: uuid.UUID, *, chosen: Chosen, way: Way, now: datetime, policy: Policy
) -> Begun:
    """Begin to pay for some claims; the provider is told a sum and a random reference only.

    :raises Refused: nothing was chosen, what is owed has changed, or the provider is away.
    """
    reference = secrets.token_urlsafe(REFERENCE_BYTES)
    _write_down(person_id, chosen, reference, now)
    order = Order(
        reference=reference,
        amount_ore=chosen.amount_ore,
        currency=CURRENCY[policy.country],
        back=way.back.format(reference=reference),
        answer=way.answer,
    )
    try:
        # Outside the transaction: the network may be slow, and holds nobody up here.
        address = way.provider.begin(order)
    except PaymentError as error:
        rows = Payment.objects.filter(reference=reference)
        rows.update(state=PaymentState.FAILED, finished_at=now)
        raise Refused(Reason(FeeRefusal.PROVIDER_AWAY)) from error
    return Begun(address, reference)


def begin_at_terminal(
    person_id: uuid.UUID, *, chosen: Chosen, terminal: Asker, now: datetime, policy: Policy
) -> str:
    """Have a terminal ask for a sum, and return the reference of the payment.

    A terminal that does not answer, or not clearly, may ask for it all the same: the payment stays
    under way until it has said what became of it. Of a claim there is one at a time.

    :raises Refused: nothing was chosen, what is owed has changed, one is under way, or the terminal
        says no.
    """
    reference = secrets.token_urlsafe(REFERENCE_BYTES)
    _write_down(person_id, chosen, reference, now, terminal.name)
    sale = Sale(
        reference=reference, amount_ore=chosen.amount_ore, currency=CURRENCY[policy.country]
    )
    try:
        terminal.ask(sale)
    except PaymentError as error:
        if error.problem is not Problem.REFUSED:
            return reference
        rows = Payment.objects.filter(reference=reference)
        rows.update(state=PaymentState.FAILED, finished_at=now)
        raise Refused(Reason(FeeRefusal.TERMINAL_BUSY)) from error
    return reference


def _write_down(
    person_id: uuid.UUID, chosen: Chosen, reference: str, now: datetime, terminal: str = ""
) -> None:
    with transaction.atomic():
        owed = Claim.objects.filter(pk__in=chosen.claims, patron=person_id, settled_at=None)
        # Who presses twice at one moment waits here, and finds the first.
        claims = list(owed.order_by("pk").select_for_update(of=("self",)))
        under_way = Payment.objects.filter(claim__in=claims, finished_at=None).exclude(terminal="")
        if terminal and under_way.exists():
            raise Refused(Reason(FeeRefusal.CARD_UNDER_WAY))
        if not chosen.claims:
            raise Refused(Reason(FeeRefusal.NOTHING_CHOSEN))
        is_as_shown = sum(each.amount_ore for each in claims) == chosen.amount_ore
        if len(claims) < len(set(chosen.claims)) or not is_as_shown:
            raise Refused(Reason(FeeRefusal.SUM_CHANGED))
        Payment.objects.bulk_create(
            Payment(
                patron_id=person_id,
                claim=each,
                reference=reference,
                kind=each.kind,
                amount_ore=each.amount_ore,
                terminal=terminal,
                began_at=now,
                state=PaymentState.UNDER_WAY,
            )
            for each in claims
        )
