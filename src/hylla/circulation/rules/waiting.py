"""How long somebody waits for a title, as if everyone kept a copy for all of their time."""

from collections.abc import Iterable
from datetime import date, timedelta
from heapq import heapify, heapreplace

A_WEEK = 7


def expected_on(position: int, *, free_on: Iterable[date], days: int) -> date | None:
    """Return the day on which a copy comes to whoever has this place in the queue, or None.

    `free_on` has the day on which each copy comes back, and `days` how long each who is before
    them may take, from the shelf to the return. Without a copy nothing can be said.
    """
    copies = list(free_on)
    if not copies or position < 1:
        return None
    heapify(copies)
    for _ in range(position - 1):
        heapreplace(copies, copies[0] + timedelta(days=days))
    return copies[0]


def weeks_until(day: date, *, today: date) -> int:
    """Return how many weeks that is, begun ones too; at least one."""
    return max(1, -(-(day - today).days // A_WEEK))
