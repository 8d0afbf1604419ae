"""What to search for at a branch: its patron says that it is returned, and no name stands there."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hylla.circulation.queries.loans import open_loans


@dataclass(frozen=True, slots=True)
class ToFind:
    """A copy that is said to be returned, and since when that is said."""

    shelf_mark: str
    title: str
    barcode: str
    said_on: date


def copies_to_find(branch_id: int) -> tuple[ToFind, ...]:
    """Return what belongs to a branch, or was lent there, and is searched for, by its shelves."""
    said = open_loans().exclude(said_returned_on=None)
    here = said.filter(Q(branch=branch_id) | Q(item__branch=branch_id))
    rows = here.order_by("item__shelf_mark", "item__record__title", "item__barcode").values_list(
        "item__shelf_mark", "item__record__title", "item__barcode", "said_returned_on"
    )
    return tuple(
        ToFind(mark, title, barcode, on) for mark, title, barcode, on in rows if on is not None
    )
