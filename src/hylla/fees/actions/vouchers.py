"""Write vouchers: of a payment, and of money that is given back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hylla.fees.actions.series import lock_vouchers, next_in
from hylla.fees.models import Claim, ClaimKind, Voucher, VoucherSeries
from hylla.fees.queries import given_back
from hylla.fees.rules import INCOME, FeeRefusal, Method, WaivedFor, voucher_number
from hylla.library.refusals import Reason, Refused
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy


def write_payment(
    claim: Claim, *, method: Method, on: date, waived_for: WaivedFor = WaivedFor.GOODWILL
) -> int:
    """Write what bookkeeping needs of a claim that is settled, and return the voucher's number."""
    return Voucher.objects.create(
        number=_next_number(on),
        branch_id=claim.branch_id,
        kind=claim.kind,
        debit=method,
        credit=INCOME,
        amount_ore=claim.amount_ore,
        paid_on=on,
        waived_for=waived_for if method is Method.WAIVED else "",
    ).number


def _next_number(on: date) -> int:
    return voucher_number(on.year, next_in(VoucherSeries, on.year))


@dataclass(frozen=True)
class Till:
    """Where money is handed over, and how."""

    branch_id: int
    method: Method


SOLD = (ClaimKind.PRINT, ClaimKind.SALE)
"""What is paid for at once, by nobody in particular."""


def sell(kind: ClaimKind, amount_ore: int, *, till: Till, now: datetime, policy: Policy) -> int:
    """Write what was sold at a till, and return the voucher's number; nobody owes it before."""
    on = today(policy, now)
    with transaction.atomic():
        lock_vouchers(on)
        return Voucher.objects.create(
            number=_next_number(on),
            branch_id=till.branch_id,
            kind=kind,
            debit=till.method,
            credit=INCOME,
            amount_ore=amount_ore,
            paid_on=on,
        ).number


@dataclass(frozen=True)
class Back:
    """What is to be given back, and what was seen to be left of the payment, in ore."""

    amount_ore: int
    left_ore: int


def refund(number: int, *, back: Back, till: Till, now: datetime, policy: Policy) -> int:
    """Book money back against the voucher of its payment, and return the new voucher's number.

    It is booked before anything is handed out: of two desks that hold one voucher, in cash and at a
    terminal, one is refused before its money is gone. What was seen keeps it from going back twice
    where a form is sent twice. What then does not go out is taken back (`take_back_refund`).

    :raises Refused: there is no such voucher, nothing was paid with it, some of it was given back
        since it was looked at, or less is left.
    """
    on = today(policy, now)
    with transaction.atomic():
        lock_vouchers(on)
        # The lock keeps two desks from giving the same money back.
        paid = Voucher.objects.select_for_update(of=("self",)).filter(pk=number).first()
        if paid is None:
            raise Refused(Reason(FeeRefusal.UNKNOWN_VOUCHER))
        if paid.refunds_id is not None or paid.method is Method.WAIVED:
            raise Refused(Reason(FeeRefusal.NOTHING_WAS_PAID))
        left = paid.amount_ore - given_back(number)
        if left != back.left_ore:
            raise Refused(Reason(FeeRefusal.GIVEN_BACK_MEANWHILE))
        if not 0 < back.amount_ore <= left:
            raise Refused(Reason(FeeRefusal.MORE_THAN_WAS_PAID))
        return _write_refund(paid, back.amount_ore, till, on)


def _write_refund(paid: Voucher, amount_ore: int, till: Till, on: date) -> int:
    return Voucher.objects.create(
        number=_next_number(on),
        branch_id=till.branch_id,
        kind=paid.kind,
        debit=INCOME,
        credit=till.method,
        amount_ore=amount_ore,
        paid_on=on,
        refunds=paid,
    ).number


def take_back_refund(number: int, *, now: datetime, policy: Policy) -> int:
    """Book that a refund never went out: a terminal said no. Return the new voucher's number.

    :raises Refused: there is no such refund, or it is taken back already.
    """
    on = today(policy, now)
    with transaction.atomic():
        lock_vouchers(on)
        back = Voucher.objects.select_for_update(of=("self",)).filter(pk=number, debit=INCOME)
        given = back.first()
        if given is None or Voucher.objects.filter(refunds=number).exists():
            raise Refused(Reason(FeeRefusal.NOT_GIVEN_BACK))
        return Voucher.objects.create(
            number=_next_number(on),
            branch_id=given.branch_id,
            kind=given.kind,
            debit=given.credit,
            credit=INCOME,
            amount_ore=given.amount_ore,
            paid_on=on,
            refunds=given,
        ).number
