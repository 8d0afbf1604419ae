"""Opening hours of a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from hylla.library.rules.codes import Code


@dataclass(frozen=True, order=True)
class Opening:
    """Open on a weekday (0 is Monday) from one time until another."""

    weekday: int
    opens_at: time
    closes_at: time


def faults_of(week: Sequence[Opening]) -> list[Code]:
    """Return what is wrong with the hours of a week."""
    faults = []
    if any(not 0 <= each.weekday <= 6 for each in week):
        faults.append(Code.HOURS_WEEKDAY)
    if any(each.opens_at >= each.closes_at for each in week):
        faults.append(Code.HOURS_ORDER)
    if any(_overlap(one, two) for one, two in pairwise(sorted(week))):
        faults.append(Code.HOURS_OVERLAP)
    return faults


def _overlap(one: Opening, two: Opening) -> bool:
    return one.weekday == two.weekday and two.opens_at < one.closes_at
