"""Whom a change of policy touches: counted before anything is changed."""

from dataclasses import dataclass
from datetime import datetime

from hylla.privacy.clocks import due
from hylla.privacy.declarations import PersonalData
from hylla.privacy.policy import Policy
from hylla.privacy.registry import Clock, clocks, declaration_of, lookup, name_of


@dataclass(frozen=True)
class Touched:
    """One clock that a change sets: whose dates move, and how many rows are over at once."""

    name: str
    people: int
    due_before: int
    due_after: int


def touched(old: Policy, new: Policy, *, now: datetime) -> tuple[Touched, ...]:
    """Return each clock that runs otherwise under the new policy, with whom that touches.

    A clock touches people as soon as it runs for them, not only when it is over.
    """
    return tuple(_touched(each, old, new, now) for each in clocks() if _differs(each, old, new))


def _differs(clock: Clock, old: Policy, new: Policy) -> bool:
    _, keep = clock
    ages = old.ages.clock(keep.period) != new.ages.clock(keep.period)
    return old.period(keep.period) != new.period(keep.period) or (keep.born is not None and ages)


def _touched(clock: Clock, old: Policy, new: Policy, now: datetime) -> Touched:
    model, keep = clock
    declared = declaration_of(model)
    if not isinstance(declared, PersonalData):
        raise TypeError(f"{model._meta.label} has a clock and declares nothing")
    running = model._default_manager.filter(**{f"{keep.since}__isnull": False})
    return Touched(
        name_of(model, keep),
        people=running.order_by().values(lookup(declared.subject)).distinct().count(),
        due_before=due(model, keep, policy=old, now=now).count(),
        due_after=due(model, keep, policy=new, now=now).count(),
    )
