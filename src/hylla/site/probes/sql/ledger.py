"""The ledger, added up from outside: two sides to each sum, and nobody at the end of it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, OuterRef, Q, Subquery, Sum

from hylla.fees.models import Payment, Voucher, VoucherSeries
from hylla.fees.rules import voucher_number
from hylla.privacy.policy import Policy
from hylla.privacy.verify import Finding

ACCOUNTS = {"income", "cash", "card", "online", "bank", "waived"}
INCOME, WAIVED = "income", "waived"


def vouchers_balance(policy: Policy, now: datetime) -> Finding:
    """Each voucher has two sides, a payment holds what is given back, and no end leads to people.

    While a payment on the web can be looked at, the patron's row knows the number of its voucher;
    one that has no end would know it for ever.
    """
    endless = Payment.objects.filter(voucher_number__isnull=False, finished_at=None).count()
    problems = list(_unbalanced())
    problems += [f"{endless} payments lead to a voucher without an end"] if endless else []
    return Finding(Voucher.objects.count() + Payment.objects.count(), tuple(problems))


def _unbalanced() -> Iterator[str]:
    rows = Voucher.objects.all()
    one_sided = Q(debit=F("credit")) | Q(amount_ore=0)
    one_sided |= ~Q(debit__in=ACCOUNTS) | ~Q(credit__in=ACCOUNTS)
    # A payment comes to income, and what is given back goes from it, to where it was paid.
    one_sided |= ~Q(debit=INCOME) & ~Q(credit=INCOME)
    # A refund that never went out comes back to income, all of it, and counts no more.
    came_again = rows.filter(credit=INCOME, refunds__isnull=False)
    undone = Q(pk__in=came_again.values("refunds"))
    back = rows.filter(~undone, debit=INCOME, refunds=OuterRef("pk")).values("refunds")
    summed = back.annotate(sum=Sum("amount_ore")).values("sum")
    given = rows.annotate(given_back=Subquery(summed)).filter(given_back__isnull=False)
    counted = {
        "vouchers have not two sides": rows.filter(one_sided),
        "refunds were taken back that were none, or were another sum": came_again.exclude(
            refunds__debit=INCOME, amount_ore=F("refunds__amount_ore")
        ),
        "payments hold less than was given back": given.filter(given_back__gt=F("amount_ore")),
        "sums were given back that nobody had paid": given.filter(
            Q(debit=WAIVED) | Q(refunds__isnull=False)
        ),
    }
    for words, wrong in counted.items():
        if number := wrong.count():
            yield f"{number} {words}"
    for series in VoucherSeries.objects.all():
        first = voucher_number(series.year, 1)
        there = rows.filter(number__range=(first, first + series.last - 1)).count()
        if there < series.last:
            yield f"{series.last - there} numbers of vouchers are missing"
