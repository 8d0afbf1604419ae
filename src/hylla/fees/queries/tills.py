"""What should be in a till, what was found when it was counted, and what a voucher still holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Sum

from hylla.fees.models import ClaimKind, TillClosing, Voucher
from hylla.fees.queries.ledger import balances
from hylla.fees.rules import GIVES_BACK, INCOME, Method

MOST_CLOSINGS = 30


@dataclass(frozen=True, slots=True)
class Refundable:
    """A payment by its number, and what of it has not been given back, in ore."""

    number: int
    kind: ClaimKind
    method: Method
    amount_ore: int
    left_ore: int
    paid_on: date
    given: tuple["GivenBack", ...]


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Money that went back of a payment, by the number of its own voucher; `branch` is a name."""

    number: int
    method: Method
    amount_ore: int
    on: date
    branch: str


@dataclass(frozen=True, slots=True)
class Counted:
    """One way to pay, as it was counted."""

    closed_on: date
    method: Method
    booked_ore: int
    counted_ore: int
    difference_ore: int


def booked_since(branch_id: int) -> Mapping[Method, int]:
    """Return what each way to pay has taken at a branch since it was last counted, in ore.

    All that was ever booked less all that was ever closed: so a payment that is written down while
    somebody counts is in the next closing, and none is in two.
    """
    ever = balances(branch_id=branch_id)
    closed = dict(
        TillClosing.objects.filter(branch=branch_id)
        .order_by()
        .values_list("method")
        .annotate(sum=Sum("booked_ore"))
    )
    return {each: ever.get(each, 0) - closed.get(each, 0) for each in GIVES_BACK}


def last_closing(branch_id: int) -> int:
    """Return the number of a branch's last closing, 0 before the first."""
    rows = TillClosing.objects.filter(branch=branch_id).values_list("pk", flat=True)
    return rows.first() or 0


def closings_of(branch_id: int) -> tuple[Counted, ...]:
    """Return the last closings of a branch's tills, the newest first."""
    rows = TillClosing.objects.filter(branch=branch_id)[:MOST_CLOSINGS]
    return tuple(
        Counted(
            each.closed_on,
            Method(each.method),
            each.booked_ore,
            each.counted_ore,
            each.difference_ore,
        )
        for each in rows
    )


def refundable(number: int) -> Refundable | None:
    """Return the payment with a voucher's number; None where nothing was paid with it."""
    paid = Voucher.objects.filter(pk=number, refunds=None).exclude(debit=Method.WAIVED).first()
    if paid is None:
        return None
    given = tuple(
        GivenBack(each.number, each.method, each.amount_ore, each.paid_on, each.branch.name)
        for each in _refunds_of(number).select_related("branch").order_by("number")
    )
    left = paid.amount_ore - sum(each.amount_ore for each in given)
    kind = ClaimKind(paid.kind)
    return Refundable(number, kind, paid.method, paid.amount_ore, left, paid.paid_on, given)


def given_back(number: int) -> int:
    """Return what has been given back of a payment, in ore."""
    return int(_refunds_of(number).aggregate(sum=Sum("amount_ore", default=0))["sum"])


def _refunds_of(number: int) -> "QuerySet[Voucher]":
    """Return what went back of a payment, without what was taken back since it never went out."""
    taken_back = Voucher.objects.filter(credit=INCOME, refunds=OuterRef("pk"))
    return Voucher.objects.filter(~Exists(taken_back), refunds=number)
