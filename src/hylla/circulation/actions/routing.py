"""Where a copy goes that is at hand: to someone who waits for it, home, or onto its shelf."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db import IntegrityError, transaction

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.actions.here import Here
from hylla.circulation.models import Hold
from hylla.circulation.queries.dialect import Key, broke
from hylla.circulation.queries.editions import edition_of
from hylla.circulation.queries.holds import in_turn, served_by, title_of
from hylla.circulation.rules.shelf_codes import shelf_code
from hylla.messages.actions import enqueue
from hylla.messages.models import Template

NOT_IN_SERVICE = frozenset(
    {ItemStatus.WITHDRAWN.value, ItemStatus.IN_PROCESS.value, ItemStatus.AWAY.value}
)


class Route(StrEnum):
    """What the desk does with the copy now."""

    RESHELVE = "reshelve"
    HOLD_SHELF = "hold_shelf"
    TRANSIT = "transit"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a copy goes; the code is what stands on the hold shelf in place of a name."""

    route: Route
    to_branch_id: int | None = None
    shelf_code: str = ""
    shelf_until_on: date | None = None
    for_hold: bool = False


ONTO_ITS_SHELF = Destination(Route.RESHELVE)


class CopyAtHand(NamedTuple):
    """A copy at a branch. `set_aside` and `waited_for` say whether holds must be looked at."""

    item_id: int
    record_id: int
    status: str
    home_branch_id: int
    transit_to_id: int | None
    set_aside: Key | None
    waited_for: bool


def route(copy: CopyAtHand, here: Here) -> Destination:
    """Decide where the copy goes, and write it down."""
    if copy.status in NOT_IN_SERVICE:
        return Destination(Route.STAFF)
    hold = _hold_on(copy, here.today)
    target = copy.home_branch_id if hold is None else hold.pickup_branch_id
    if target != here.branch_id:
        return _send(copy, to_branch_id=target, for_hold=hold is not None)
    if copy.transit_to_id is not None:
        Item.objects.filter(pk=copy.item_id).update(transit_to=None)
    return ONTO_ITS_SHELF if hold is None else _shelve(hold, here)


def release(hold: Hold, here: Here) -> None:
    """End a hold, and let its copy go to who waits next."""
    hold.delete()
    pass_on(hold, here)


def pass_on(hold: Hold, here: Here) -> None:
    """Let the copy of a hold that has ended go to who waits next.

    One that is on its way is routed when it arrives.
    """
    item = hold.item
    if item is None or item.transit_to_id is not None:
        return
    copy = CopyAtHand(
        item.pk, item.record_id, item.status, item.branch_id, None, None, waited_for=True
    )
    route(copy, here._replace(branch_id=hold.pickup_branch_id))


def _hold_on(copy: CopyAtHand, on: date) -> Hold | None:
    if copy.set_aside is not None:
        return Hold.objects.get(pk=copy.set_aside)
    return _trap(copy, on) if copy.waited_for else None


def _trap(copy: CopyAtHand, on: date) -> Hold | None:
    """Set the copy aside for whoever has waited longest for it and has not paused.

    Another copy may be trapped for the same hold at this moment, or the hold be paused: then the
    next one is tried. A pause that is over or was to come is forgotten.
    """
    title = title_of(edition_of(copy.record_id))
    waiting = in_turn(on).filter(served_by(copy.item_id, title)).order_by("placed_at", "id")
    trapped = {"item": copy.item_id, "suspended_from_on": None, "suspended_until_on": None}
    try:
        with transaction.atomic():
            while (hold := waiting.first()) is not None:
                if in_turn(on).filter(pk=hold.pk).update(**trapped):
                    return hold
            return None
    except IntegrityError as error:
        if broke(error, "circulation_hold_item_id_key", columns="circulation_hold.item_id"):
            return Hold.objects.filter(item=copy.item_id).first()
        raise


def _send(copy: CopyAtHand, *, to_branch_id: int, for_hold: bool) -> Destination:
    if copy.transit_to_id != to_branch_id:
        Item.objects.filter(pk=copy.item_id).update(transit_to=to_branch_id)
    return Destination(Route.TRANSIT, to_branch_id, for_hold=for_hold)


def _shelve(hold: Hold, here: Here) -> Destination:
    """Put the copy on the hold shelf, once, and tell whoever waits for it."""
    if hold.shelf_until_on is None:
        others = _others_of_set(hold)
        hold.shelf_code = _code(hold, others, here)
        hold.shelf_until_on = here.shelf_until(hold.needed_on)
        hold.save(update_fields=["shelf_code", "shelf_until_on"])
        if all(each.shelf_until_on for each in others) or _has_come(hold, here):
            tell_ready(hold, here)
    return Destination(
        Route.HOLD_SHELF, here.branch_id, hold.shelf_code, hold.shelf_until_on, for_hold=True
    )


def tell_ready(hold: Hold, here: Here) -> None:
    """Tell whoever waits that the copy, or the set, can be fetched."""
    enqueue(
        Template.HOLD_READY,
        person_id=hold.patron_id,
        now=here.now,
        branch_id=here.branch_id,
        day=hold.shelf_until_on,
        code=hold.shelf_code,
    )


def _others_of_set(hold: Hold) -> list[Hold]:
    """Return the other holds of its set, locked: the last to come tells of all."""
    if hold.set_key is None:
        return []
    rows = Hold.objects.filter(set_key=hold.set_key).order_by("pk").select_for_update()
    return [each for each in rows if each.pk != hold.pk]


def _code(hold: Hold, others: list[Hold], here: Here) -> str:
    """Return the code of its set, or a new one."""
    of_set = {each.shelf_code for each in others if each.pickup_branch_id == hold.pickup_branch_id}
    if known := of_set - {""}:
        return min(known)
    taken = Hold.objects.filter(pickup_branch=here.branch_id).exclude(shelf_code="")
    return shelf_code(taken=set(taken.values_list("shelf_code", flat=True)))


def _has_come(hold: Hold, here: Here) -> bool:
    """Say whether it is of a set whose day has come, so that nobody waits for the rest."""
    return hold.needed_on is not None and hold.needed_on <= here.today
