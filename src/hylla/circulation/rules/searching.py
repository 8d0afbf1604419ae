"""What becomes of a due date while a copy is searched for that its patron says is returned."""

from datetime import date, timedelta


def due_after_search(due_on: date, *, said_on: date, today: date) -> date:
    """Return when a loan is due whose copy was not found: the days of the search do not count.

    It is as late as it was when its patron said that it is returned; what was not late then is due
    today at the earliest.
    """
    late = max(said_on - due_on, timedelta())
    return max(due_on, today - late)
