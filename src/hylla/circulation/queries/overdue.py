"""What is overdue at a branch: a work list of things, on which nobody's name stands."""

from dataclasses import dataclass
from datetime import date, datetime

from hylla.circulation.queries.lateness import late_until
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.rules.dates import today
from hylla.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class OverdueItem:
    """An item that should be back."""

    barcode: str
    title: str
    shelf_mark: str
    due_on: date


def overdue_at(branch_id: int, *, now: datetime, policy: Policy) -> tuple[OverdueItem, ...]:
    """Return the items lent at a branch that should be back, the longest overdue first."""
    until = late_until(branch_id, today(now, policy=policy))
    late = open_loans().filter(branch=branch_id, due_on__lte=until)
    late = late.filter(said_returned_on=None)
    rows = late.order_by("due_on", "item__barcode").values_list(
        "item__barcode", "item__record__title", "item__shelf_mark", "due_on"
    )
    return tuple(OverdueItem(*row) for row in rows)
