"""When the branches are open, for everyone to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from hylla.library.models import ClosedDay, OpeningHours
from hylla.library.queries.branches import BranchFacts, branches
from hylla.library.queries.days import calendar
from hylla.library.queries.policies import rules_version
from hylla.library.rules import Opening


@dataclass(frozen=True)
class OpenFacts:
    """A branch's week, and one day of it.

    `today` is empty on a day on which it is closed; then `reason` may say why, and `next_on` when
    it is open again, if it is within a year.
    """

    branch: str
    week: tuple[Opening, ...]
    today: tuple[Opening, ...]
    reason: str
    next_on: date | None


def open_on(day: date) -> tuple[OpenFacts, ...]:
    """Return when each branch is open, without school libraries and those that never are."""
    rows = OpeningHours.objects.order_by("branch_id", "weekday", "opens_at")
    weeks = {
        branch: tuple(Opening(row.weekday, row.opens_at, row.closes_at) for row in of_branch)
        for branch, of_branch in groupby(rows, key=lambda row: row.branch_id)
    }
    reasons = {row.branch_id: row.reason for row in ClosedDay.objects.filter(day=day)}
    version = rules_version()
    return tuple(
        _facts(each, weeks[each.id], day, reasons=reasons, version=version)
        for each in branches()
        if each.id in weeks and not each.is_school_library
    )


def _facts(
    branch: BranchFacts,
    week: tuple[Opening, ...],
    day: date,
    *,
    reasons: Mapping[int | None, str],
    version: int,
) -> OpenFacts:
    days = calendar(branch.id, version=version)
    if days.is_open(day):
        today = tuple(each for each in week if each.weekday == day.weekday())
        return OpenFacts(branch.name, week, today, "", None)
    following = days.next_open(day + timedelta(days=1))
    return OpenFacts(
        branch.name,
        week,
        (),
        reasons.get(branch.id) or reasons.get(None, ""),
        following if days.is_open(following) else None,
    )
