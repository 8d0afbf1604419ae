"""When a loan is due that is called back, because somebody waits."""

from dataclasses import dataclass
from datetime import date, timedelta

from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import OpenDays
from hylla.circulation.rules.terms import Terms
from hylla.library.refusals import Reason


@dataclass(frozen=True, slots=True)
class Called:
    """What the decision must know of a loan that somebody waits for."""

    lent_on: date
    due_on: date
    somebody_waits: bool
    said_returned: bool
    claimed_as_lost: bool


def recalled_due(
    lent_on: date, *, today: date, terms: Terms, notice_days: int, calendar: OpenDays
) -> date | None:
    """Return when a loan is due that is called back today, or None where its rule lets none be.

    Never before the days that the rule guarantees, nor sooner than the days of notice; on a day on
    which the branch is open.
    """
    if terms.recall_after_days is None:
        return None
    guaranteed = lent_on + timedelta(days=terms.recall_after_days)
    return calendar.next_open(max(guaranteed, today + timedelta(days=notice_days)))


def recall_refusals(loan: Called, *, new_due_on: date | None) -> tuple[Reason, ...]:
    """Return every reason against calling a loan back."""
    reasons = [] if loan.somebody_waits else [Reason(Refusal.NOBODY_WAITS)]
    if loan.said_returned:
        reasons.append(Reason(Refusal.SAID_RETURNED))
    if loan.claimed_as_lost:
        reasons.append(Reason(Refusal.CLAIMED_AS_LOST))
    if new_due_on is None:
        reasons.append(Reason(Refusal.NOT_RECALLED))
    elif new_due_on >= loan.due_on:
        reasons.append(Reason(Refusal.RECALL_GAINS_NOTHING, day=loan.due_on))
    return tuple(reasons)
