"""Which of two places in one queue somebody keeps who had both."""

from datetime import datetime
from typing import Protocol


class Place(Protocol):
    """A place in a queue; with an item, a copy is set aside."""

    placed_at: datetime
    item_id: int | None


def which_hold_stays(mine: Place, theirs: Place) -> bool:
    """Say whether the first stays: a copy that is set aside counts before the earlier place."""
    return order_of(mine) <= order_of(theirs)


def order_of(place: Place) -> tuple[bool, datetime]:
    """Return what places are sorted by, the best first."""
    return place.item_id is None, place.placed_at
