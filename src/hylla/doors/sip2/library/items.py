"""Tells where an item is."""

from collections.abc import Mapping

from hylla.circulation.queries import ItemPlace, item_state
from hylla.doors.sip2.items import CirculationStatus, ItemFacts
from hylla.doors.sip2.library.place import Counter

STATUS: Mapping[ItemPlace, CirculationStatus] = {
    ItemPlace.ON_SHELF: CirculationStatus.AVAILABLE,
    ItemPlace.ON_LOAN: CirculationStatus.CHARGED,
    ItemPlace.ON_HOLD_SHELF: CirculationStatus.ON_HOLD_SHELF,
    ItemPlace.IN_TRANSIT: CirculationStatus.IN_TRANSIT,
    ItemPlace.IN_PROCESS: CirculationStatus.IN_PROCESS,
    ItemPlace.LOST: CirculationStatus.LOST,
    ItemPlace.MISSING: CirculationStatus.MISSING,
    ItemPlace.WITHDRAWN: CirculationStatus.OTHER,
    ItemPlace.AWAY: CirculationStatus.OTHER,
}


def item(here: Counter, barcode: str) -> ItemFacts | None:
    """Return an item and where it is; never who has it or for whom it waits."""
    state = item_state(barcode.strip())
    if state is None:
        return None
    home = here.branches.code_of(state.home_branch_id)
    return ItemFacts(
        item=state.barcode,
        title=state.title,
        status=STATUS[state.place],
        home_branch=home,
        current_branch=home if state.place is ItemPlace.ON_SHELF else "",
        shelf_mark=state.shelf_mark,
        due_on=state.due_on,
    )
