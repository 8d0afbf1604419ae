"""When a round is driven, what is wished for, and why an agreement is not made."""

from datetime import date, timedelta
from enum import StrEnum

from hylla.library.rules import Calendar

MOST_WEEKS = 8
"""Between two visits of a round."""
A_WEEK = timedelta(days=7)


class Wanted(StrEnum):
    """What a wish is about."""

    SUBJECT = "subject"
    AUTHOR = "author"
    FORM = "form"
    """Large print, recorded books, films ..."""


class Code(StrEnum):
    """Why the outreach service says no."""

    NOT_OFFERED = "outreach_not_offered"
    RUNS = "outreach_runs"
    NO_ROUND = "outreach_no_round"
    NOT_YOURS = "outreach_not_yours"
    END_PAST = "outreach_end_past"
    TAKEN = "outreach_taken"
    NAME_TAKEN = "outreach_name_taken"
    HAS_STOPS = "outreach_has_stops"
    NO_CARD = "outreach_no_card"
    WISH_EMPTY = "outreach_wish_empty"


def next_visits(
    first_on: date, every_weeks: int, *, after: date, days: Calendar, number: int = 1
) -> tuple[date, ...]:
    """Return the next days of a round, from that day on; closed, it is the next open day."""
    step = A_WEEK * every_weeks
    passed = max(0, (after - first_on) // step)
    planned = first_on + step * max(0, passed - 1)
    found: list[date] = []
    while len(found) < number:
        visit = days.next_open(planned)
        if visit >= after and visit not in found:
            found.append(visit)
        planned += step
    return tuple(found)
