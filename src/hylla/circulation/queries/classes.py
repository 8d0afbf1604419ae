"""What school staff see of a class: how much of the school's each has, and what only if decided."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from hylla.circulation.queries.lateness import late_until
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.rules.dates import today
from hylla.patrons.queries.classes import pupils_in
from hylla.privacy.policy import Policy


@dataclass(frozen=True, repr=False)
class PupilsLoans:
    """A pupil, and how many things of the school library's they have, and have too long.

    `titles` is empty where the library has not decided that school staff see them.
    """

    person_id: uuid.UUID
    name: str
    on_loan: int
    late: int
    titles: tuple[str, ...]


def class_list(
    name: str, *, branch_id: int, policy: Policy, now: datetime
) -> tuple[PupilsLoans, ...]:
    """Return a class. What its pupils have from other branches is not the school's to know."""
    on = today(now, policy=policy)
    pupils = pupils_in(name, branch_id=branch_id, on=on)
    until = late_until(branch_id, on)
    lent = defaultdict[uuid.UUID, list[tuple[date, str]]](list)
    loans = open_loans().filter(
        patron__in=[each.person_id for each in pupils], item__branch=branch_id
    )
    for who, due_on, title in loans.values_list("patron_id", "due_on", "item__record__title"):
        lent[who].append((due_on, title))
    return tuple(
        PupilsLoans(
            each.person_id,
            each.name,
            len(lent[each.person_id]),
            sum(due_on <= until for due_on, _ in lent[each.person_id]),
            tuple(sorted(title for _, title in lent[each.person_id]))
            if policy.features.class_titles
            else (),
        )
        for each in pupils
    )
