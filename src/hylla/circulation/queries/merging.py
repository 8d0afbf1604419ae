"""What two entries of one person have both, in lending."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from hylla.circulation.models import Hold, Loan


@dataclass(frozen=True)
class Belongings:
    """How much somebody has out and waits for."""

    loans: int
    holds: int


def belongings_of(person_id: UUID) -> Belongings:
    """Return how much somebody has out and waits for."""
    loans = Loan.objects.filter(patron=person_id, returned_at=None, closed_at=None)
    return Belongings(loans.count(), Hold.objects.filter(patron=person_id).count())


def doubled_holds(stays: UUID, goes: UUID) -> Iterator[tuple[Hold, Hold]]:
    """Yield the holds by which two people wait for the same: any copy of a title, or one copy.

    One for any edition and one for a title of its work are two wishes.
    """
    theirs = {_sought(each): each for each in _holds(goes)}
    for mine in _holds(stays):
        if other := theirs.get(_sought(mine)):
            yield mine, other


def _holds(person_id: UUID) -> list[Hold]:
    # Sets for a group are of nobody twice: each has its own key.
    rows = Hold.objects.filter(patron=person_id, set_key=None).select_related("item")
    return list(rows.order_by("placed_at", "pk"))


def _sought(hold: Hold) -> tuple[int, int | None]:
    return hold.record_id, hold.only_item_id
