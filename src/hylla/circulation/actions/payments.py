"""Book a payment once, on the web or at a terminal, whoever tells of it and however often."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from hylla.circulation.actions.claims import settle_claim
from hylla.clients.payments import PaymentError, Problem, Standing, State, Taker
from hylla.fees.actions import lock_vouchers
from hylla.fees.models import Claim, Payment, PaymentState
from hylla.fees.queries import unfinished
from hylla.fees.rules import CURRENCY, Method
from hylla.fees.terminals import AtTerminal
from hylla.library.refusals import Refused
from hylla.privacy.clocks import today
from hylla.privacy.erasure import complete
from hylla.privacy.policy import Policy

ASKED_AFTER = timedelta(minutes=2)
"""Whoever comes back has come by then, most often."""
GIVEN_UP_AFTER = timedelta(days=1)
"""A payment page that nobody has used for so long is not used any more."""
ENDED_WITHOUT = {State.CANCELLED: PaymentState.CANCELLED, State.FAILED: PaymentState.FAILED}
BOOKED = (PaymentState.PAID, PaymentState.GOING_BACK, PaymentState.GIVEN_BACK)


def conclude(reference: str, *, provider: Taker, now: datetime, policy: Policy) -> None:
    """Ask the provider how a payment stands, book it, and send back what was paid for nothing.

    :raises PaymentError: the provider is away; nothing is changed.
    """
    if Payment.objects.filter(reference=reference, state=PaymentState.UNDER_WAY).exists():
        try:
            standing = provider.standing(reference)
        except PaymentError as error:
            if error.problem is not Problem.UNKNOWN:
                raise
            standing = Standing(reference=reference, state=State.PENDING, amount_ore=0, currency="")
        book(standing, now=now, policy=policy)
    send_back(reference, provider=provider, now=now, policy=policy)


def book(standing: Standing, *, now: datetime, policy: Policy) -> bool:
    """Write down what the provider says of a payment; return whether it is known here.

    Said twice, it is booked once. What is no longer owed, or no longer that sum, is not booked:
    that money goes back.
    """
    with transaction.atomic():
        lock_vouchers(today(policy, now))
        rows = list(
            Payment.objects.select_for_update(of=("self",))
            .filter(reference=standing.reference)
            .order_by("pk")
        )
        # A payment that was given up and is paid all the same is paid.
        open_rows = [each for each in rows if each.state not in BOOKED]
        if standing.state is State.PAID and open_rows:
            _book_paid(open_rows, standing, now=now, policy=policy)
        else:
            under_way = [each for each in open_rows if each.state == PaymentState.UNDER_WAY]
            _end(under_way, standing.state, now=now)
        for patron_id in {each.patron_id for each in open_rows}:
            complete(patron_id, policy=policy, now=now)
        return bool(rows)


def send_back(reference: str, *, provider: Taker, now: datetime, policy: Policy) -> None:
    """Have the provider pay back what was paid for something that is not owed.

    :raises PaymentError: the provider is away; the worker asks again.
    """
    for row in Payment.objects.filter(reference=reference, state=PaymentState.GOING_BACK):
        # The key makes it once only, also where the answer is lost on its way.
        provider.refund(reference, amount_ore=row.amount_ore, key=str(row.pk))
        with transaction.atomic():
            rows = Payment.objects.filter(pk=row.pk)
            rows.update(state=PaymentState.GIVEN_BACK, finished_at=now)
            complete(row.patron_id, policy=policy, now=now)


def ask_about_payments(
    taker_of: Callable[[str], Taker | None], *, now: datetime, policy: Policy
) -> int:
    """Ask about every payment from which nobody came back; return how many have no answer.

    `taker_of` returns who took it, by the terminal's name, which is empty on the web.
    """
    away = 0
    for reference, terminal in unfinished(before=now - ASKED_AFTER):
        taker = taker_of(terminal)
        try:
            if taker is not None:
                conclude(reference, provider=taker, now=now, policy=policy)
        except PaymentError:
            taker = None
        away += taker is None
    return away


def look(reference: str, *, terminal: AtTerminal, now: datetime, policy: Policy) -> None:
    """Ask a terminal how a sale stands, and book it.

    :raises PaymentError: it is away or knows of none; nothing is changed.
    """
    book(terminal.standing(reference), now=now, policy=policy)
    send_back(reference, provider=terminal, now=now, policy=policy)


def call_off(reference: str, *, terminal: AtTerminal, now: datetime, policy: Policy) -> None:
    """Have a terminal ask no more; where the card came first, it is paid, and booked.

    :raises PaymentError: the terminal is away; nothing is changed.
    """
    book(terminal.call_off(reference), now=now, policy=policy)
    send_back(reference, provider=terminal, now=now, policy=policy)


def decide_by_receipt(reference: str, *, is_paid: bool, now: datetime, policy: Policy) -> None:
    """Write down what a terminal's own receipt says, where the terminal itself says nothing."""
    rows = Payment.objects.filter(reference=reference).exclude(terminal="")
    state = State.PAID if is_paid else State.FAILED
    amount = sum(rows.values_list("amount_ore", flat=True))
    standing = Standing(
        reference=reference, state=state, amount_ore=amount, currency=CURRENCY[policy.country]
    )
    book(standing, now=now, policy=policy)


def _book_paid(
    rows: Sequence[Payment], standing: Standing, *, now: datetime, policy: Policy
) -> None:
    """Settle each claim; all of it goes back where another sum was paid than was asked."""
    asked = sum(each.amount_ore for each in rows)
    is_right = (standing.amount_ore, standing.currency) == (asked, CURRENCY[policy.country])
    for row in rows:
        number = _settled(row, now=now, policy=policy) if is_right else None
        row.voucher_number = number
        row.state = PaymentState.GOING_BACK if number is None else PaymentState.PAID
        row.finished_at = None if number is None else now
        row.save(update_fields=["voucher_number", "state", "finished_at"])


def _settled(row: Payment, *, now: datetime, policy: Policy) -> int | None:
    """Return the number of the voucher, or None: it is not owed any more, or not that sum."""
    claim_id = row.claim_id
    if claim_id is None:
        return None
    if not Claim.objects.filter(pk=claim_id, amount_ore=row.amount_ore).exists():
        return None
    try:
        method = Method.CARD if row.terminal else Method.ONLINE
        return settle_claim(claim_id, method=method, now=now, policy=policy)
    except Refused:
        return None


def _end(rows: Sequence[Payment], state: State, *, now: datetime) -> None:
    for row in rows:
        is_old = now - row.began_at >= GIVEN_UP_AFTER
        ended = ENDED_WITHOUT.get(state) or (PaymentState.GIVEN_UP if is_old else None)
        if ended is not None:
            row.state, row.finished_at = ended, now
            row.save(update_fields=["state", "finished_at"])
