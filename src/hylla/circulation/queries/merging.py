"""What two entries of one person have both, in lending."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries.editions import records_for


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
    """Yield the holds of two people that one copy would serve both: one person has one of them.

    For any copy of a title and for one of its copies, for any edition and for one of them: what
    nobody may place besides, nobody has besides after a merge.
    """
    others = [(each, _serving(each)) for each in _holds(goes)]
    for mine in _holds(stays):
        serving = _serving(mine)
        yield from ((mine, each) for each, its in others if _are_one(mine, each, serving & its))


def _holds(person_id: UUID) -> list[Hold]:
    # Sets for a group are of nobody twice: each has its own key.
    rows = Hold.objects.filter(patron=person_id, set_key=None).select_related("item")
    return list(rows.order_by("placed_at", "pk"))


def _serving(hold: Hold) -> frozenset[int]:
    """Return the titles of which a copy would do."""
    return frozenset(records_for(hold.record_id, hold.editions))


def _are_one(mine: Hold, theirs: Hold, both: frozenset[int]) -> bool:
    copies = {mine.only_item_id, theirs.only_item_id}
    return bool(both) and (None in copies or len(copies) == 1)
