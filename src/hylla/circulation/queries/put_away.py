"""What to do with things that lie at a desk: to which shelf or branch each goes, and no name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hylla.catalogue.models import Item
from hylla.circulation.queries.items import ItemPlace, ItemState, item_states

Readings = Sequence[str]
"""What a line from a scanner can mean, the likeliest first."""


class Errand(StrEnum):
    """What to do with a thing, in the order in which a list has it."""

    HOLD_SHELF = "hold_shelf"
    TRANSIT = "transit"
    STAFF = "staff"
    ON_LOAN = "on_loan"
    """It went out again since."""
    SHELF = "shelf"
    UNKNOWN = "unknown"


ERRANDS: Mapping[ItemPlace, Errand] = {
    ItemPlace.ON_HOLD_SHELF: Errand.HOLD_SHELF,
    ItemPlace.IN_TRANSIT: Errand.TRANSIT,
    ItemPlace.ON_LOAN: Errand.ON_LOAN,
    ItemPlace.ON_SHELF: Errand.SHELF,
}
"""Where things go by where they are; what is not named here is for the staff to look at."""
ORDER = tuple(Errand)


@dataclass(frozen=True, slots=True)
class PutAway:
    """A line that was scanned, the item it is, and what to do with it."""

    entry: str
    item: ItemState | None

    @property
    def errand(self) -> Errand:
        """What to do with it."""
        return ERRANDS.get(self.item.place, Errand.STAFF) if self.item else Errand.UNKNOWN

    @property
    def rank(self) -> tuple[object, ...]:
        """Where it stands in a list that is sorted by what to do."""
        place, item = ORDER.index(self.errand), self.item
        if item is None:
            return place, "", 0, "", self.entry
        return place, item.shelf_code, item.transit_to_id or 0, item.shelf_mark, item.title


def to_put_away(lines: Iterable[Readings]) -> tuple[PutAway, ...]:
    """Return for each line what to do with it now, sorted by that; nothing is returned by it."""
    lines = [each for each in lines if each]
    meant = barcodes_in(lines)
    states = item_states(meant.values())
    found = {
        meant.get(line[0], line[0]): PutAway(line[0], states.get(meant.get(line[0], "")))
        for line in lines
    }
    return tuple(sorted(found.values(), key=lambda each: each.rank))


def barcodes_in(lines: Iterable[Readings]) -> Mapping[str, str]:
    """Return the barcode that each line means, by the line; lines that mean none are not in it."""
    lines = list(lines)
    every = {reading for line in lines for reading in line}
    known = set(Item.objects.filter(barcode__in=every).values_list("barcode", flat=True))
    return {
        line[0]: barcode
        for line in lines
        if (barcode := next((each for each in line if each in known), None)) is not None
    }
