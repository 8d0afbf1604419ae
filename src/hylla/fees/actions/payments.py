"""Begin a payment on the web: what is chosen, and that the sum is still the one shown."""

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hylla.clients.payments import Order, PaymentError, PaymentProvider
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


def _write_down(person_id: uuid.UUID, chosen: Chosen, reference: str, now: datetime) -> None:
    with transaction.atomic():
        claims = list(Claim.objects.filter(pk__in=chosen.claims, patron=person_id, settled_at=None))
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
                began_at=now,
                state=PaymentState.UNDER_WAY,
            )
            for each in claims
        )
