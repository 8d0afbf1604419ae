"""Which loans are late, by their branch's days: as a return counts, also where a day was closed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from hylla.circulation.rules.dates import last_due
from hylla.library.models import Branch
from hylla.library.queries import calendar, rules_version

A_DAY = timedelta(days=1)


def last_day_until(on: date) -> Q:
    """Return the condition that a loan's last day was that one, or one before."""
    branches: defaultdict[date, list[int]] = defaultdict(list)
    for branch_id, due_on in _last_due(on).items():
        branches[due_on].append(branch_id)
    found = Q(pk__in=[])
    for due_on, same in branches.items():
        found |= Q(branch__in=same, due_on__lte=due_on)
    return found


def last_day_on(days: Iterable[date]) -> Q:
    """Return the condition that a loan's last day is one of these."""
    found = Q(pk__in=[])
    for day in days:
        found |= last_day_until(day) & ~last_day_until(day - A_DAY)
    return found


def late_until(branch_id: int, on: date) -> date:
    """Return the latest due date of what was lent at a branch and is late on that day."""
    return last_due(on - A_DAY, calendar=calendar(branch_id))


def _last_due(on: date) -> dict[int, date]:
    version = rules_version()
    keys = Branch.objects.order_by("pk").values_list("pk", flat=True)
    return {key: last_due(on, calendar=calendar(key, version=version)) for key in keys}
