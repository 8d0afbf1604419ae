"""Who may have their loans remembered, and how exactly a return is told."""

from datetime import date

from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Reason
from hylla.patrons.rules import age_on
from hylla.privacy.policy import History, Policy


def history_refusals(birth_date: date | None, *, on: date, policy: Policy) -> tuple[Reason, ...]:
    """Return why someone may not turn a loan history on; none means they may.

    Nobody can turn it on for another, so below the age at which a consent counts there is none.
    """
    if policy.features.history is History.OFF:
        return (Reason(Refusal.HISTORY_NOT_OFFERED),)
    return age_refusals(birth_date, on=on, policy=policy)


def age_refusals(birth_date: date | None, *, on: date, policy: Policy) -> tuple[Reason, ...]:
    """Return why someone may not say yes alone to what is done with their loans."""
    if birth_date is None:
        return (Reason(Refusal.HISTORY_AGE_UNKNOWN),)
    if age_on(birth_date, on) < policy.ages.own_history:
        return (Reason(Refusal.HISTORY_TOO_YOUNG, number=policy.ages.own_history),)
    return ()


def remembered_day(returned_on: date, *, policy: Policy) -> date:
    """Return what a history keeps of the day of a return: the day, or the first of its month."""
    is_month = policy.features.history is History.MONTH
    return returned_on.replace(day=1) if is_month else returned_on
