"""What stands on each account of the ledger: sums, and nobody's."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db.models import Q, Sum

from hylla.fees.models import Voucher


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
