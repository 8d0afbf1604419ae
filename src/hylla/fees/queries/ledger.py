"""What stands on each account of the ledger: sums, and nobody's."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from hylla.fees.models import Voucher


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """A voucher as the accounts take it over: numbers, codes and a branch, and nobody."""

    number: int
    paid_on: date
    branch: str
    kind: str
    debit: str
    credit: str
    amount_ore: int
    refunds: int | None
    waived_for: str


def vouchers_between(first: date, last: date) -> Iterator[VoucherLine]:
    """Yield the vouchers of some days, by number, which is the order in which they were written."""
    rows = Voucher.objects.filter(paid_on__range=(first, last)).order_by("number")
    told = rows.values_list(
        "number", "paid_on", "branch__code", "kind", "debit", "credit", "amount_ore", "refunds_id",
        "waived_for",
    )  # fmt: skip
    return (VoucherLine(*each) for each in told.iterator())


def balances(*, branch_id: int | None = None, on: date | None = None) -> Mapping[str, int]:
    """Return what stands on each account, in ore, in all or of a branch, a day; their sum is 0."""
    which = Q() if branch_id is None else Q(branch=branch_id)
    if on is not None:
        which &= Q(paid_on=on)
    sums: Counter[str] = Counter()
    pairs = Voucher.objects.filter(which).values_list("debit", "credit")
    for debit, credit, amount in pairs.annotate(sum=Sum("amount_ore")).order_by():
        sums[debit] += amount
        sums[credit] -= amount
    return dict(sums)
