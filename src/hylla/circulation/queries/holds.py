"""Who waits for what, and what stands on the hold shelf."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from hylla.circulation.models import Hold


@dataclass(frozen=True, slots=True)
class PatronHold:
    """A hold as its patron sees it.

    `position` is 1 for whoever is next, and 0 once a copy is set aside; `shelf_until_on` is set
    when that copy can be fetched.
    """

    hold_id: UUID
    record_id: int
    title: str
    authors: str
    pickup_branch_id: int
    placed_at: datetime
    position: int
    in_transit: bool
    shelf_code: str
    shelf_until_on: date | None


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


def holds_of(person_id: UUID) -> tuple[PatronHold, ...]:
    """Return what someone waits for, what can be fetched first."""
    holds = Hold.objects.filter(patron=person_id).select_related("record")
    ordered = sorted(holds, key=lambda hold: (hold.item_id is None, hold.placed_at, hold.pk))
    positions = _positions({hold.record_id for hold in ordered})
    return tuple(
        PatronHold(
            hold.pk,
            hold.record_id,
            hold.record.title,
            hold.record.authors,
            hold.pickup_branch_id,
            hold.placed_at,
            positions.get(hold.pk, 0),
            hold.item_id is not None and hold.shelf_until_on is None,
            hold.shelf_code,
            hold.shelf_until_on,
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


def _positions(record_ids: set[int]) -> dict[UUID, int]:
    """Return the place in the queue of every hold that waits for one of the titles."""
    positions: dict[UUID, int] = {}
    before: dict[int, int] = {}
    for hold_id, record_id in _queue(record_ids).values_list("id", "record_id"):
        before[record_id] = positions[hold_id] = before.get(record_id, 0) + 1
    return positions
