"""Which of two places in one queue somebody keeps who had both."""

from datetime import datetime
from typing import Protocol


class Place(Protocol):
    """A place in a queue; with an item, a copy is set aside."""

    placed_at: datetime
    item_id: int | None


def which_hold_stays(mine: Place, theirs: Place) -> bool:
    """Say whether the first stays: a copy that is set aside counts before the earlier place."""
    return (mine.item_id is None, mine.placed_at) <= (theirs.item_id is None, theirs.placed_at)
