"""Who waits for what, and what stands on the hold shelf."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from hylla.circulation.models import Hold
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.pausing import Pause
from hylla.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class PatronHold:
    """A hold as its patron sees it.

    `position` is 1 for whoever is first, and 0 once a copy is set aside; `turn` is the same among
    those who have not paused, and 0 for who has. `shelf_until_on` is set when that copy can be
    fetched, `pause` while it runs or is to come.
    """

    hold_id: UUID
    record_id: int
    title: str
    authors: str
    pickup_branch_id: int
    placed_at: datetime
    position: int
    turn: int
    in_transit: bool
    shelf_code: str
    shelf_until_on: date | None
    pause: Pause | None

    @property
    def is_paused(self) -> bool:
        """Whether it waits, and copies go to others."""
        return self.position > 0 and self.turn == 0


@dataclass(frozen=True, slots=True)
class OnHoldShelf:
    """A copy on the hold shelf, by its code: no name stands there."""

    hold_id: UUID
    shelf_code: str
    shelf_until_on: date | None
    barcode: str
    title: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One place in the queue for a title."""

    hold_id: UUID
    person_id: UUID
    position: int
    placed_at: datetime
    pickup_branch_id: int


class _Place(NamedTuple):
    """A place in the queue, and the place among those who have not paused."""

    position: int
    turn: int


NO_PLACE = _Place(0, 0)


def in_turn(on: date) -> QuerySet[Hold]:
    """Return the holds to which a copy may go on that day: without one, and not paused."""
    return Hold.objects.filter(item=None).exclude(
        suspended_from_on__lte=on, suspended_until_on__gt=on
    )


def holds_of(person_id: UUID, *, now: datetime, policy: Policy) -> tuple[PatronHold, ...]:
    """Return what someone waits for, what can be fetched first."""
    holds = Hold.objects.filter(patron=person_id).select_related("record")
    ordered = sorted(holds, key=lambda hold: (hold.item_id is None, hold.placed_at, hold.pk))
    day = today(now, policy=policy)
    places = _places({hold.record_id for hold in ordered}, day)
    return tuple(
        PatronHold(
            hold.pk,
            hold.record_id,
            hold.record.title,
            hold.record.authors,
            hold.pickup_branch_id,
            hold.placed_at,
            *places.get(hold.pk, NO_PLACE),
            hold.item_id is not None and hold.shelf_until_on is None,
            hold.shelf_code,
            hold.shelf_until_on,
            hold.pause if hold.pause and hold.pause.until_on > day else None,
        )
        for hold in ordered
    )


def hold_shelf(branch_id: int) -> tuple[OnHoldShelf, ...]:
    """Return what waits on a branch's hold shelf, by code."""
    holds = Hold.objects.filter(pickup_branch=branch_id, shelf_until_on__isnull=False)
    rows = holds.order_by("shelf_code").values_list(
        "id", "shelf_code", "shelf_until_on", "item__barcode", "record__title"
    )
    return tuple(OnHoldShelf(*row) for row in rows)


def queue_of(record_id: int) -> tuple[Waiting, ...]:
    """Return who waits for a title without a copy set aside, in order."""
    rows = _queue({record_id}).values_list("id", "patron_id", "placed_at", "pickup_branch_id")
    return tuple(
        Waiting(hold_id, person_id, position, placed_at, branch_id)
        for position, (hold_id, person_id, placed_at, branch_id) in enumerate(rows, start=1)
    )


def _queue(record_ids: set[int]) -> QuerySet[Hold]:
    waiting = Hold.objects.filter(record__in=record_ids, item=None)
    return waiting.order_by("record", "placed_at", "id")


def _places(record_ids: set[int], day: date) -> dict[UUID, _Place]:
    """Return the place in the queue of every hold that waits for one of the titles."""
    places: dict[UUID, _Place] = {}
    before: dict[int, _Place] = {}
    for hold in _queue(record_ids):
        is_paused = hold.pause is not None and hold.pause.covers(day)
        position, turn = before.get(hold.record_id, NO_PLACE)
        here = before[hold.record_id] = _Place(position + 1, turn + (not is_paused))
        places[hold.pk] = here._replace(turn=0) if is_paused else here
    return places
