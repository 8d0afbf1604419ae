"""Who waits for what, and what stands on the hold shelf."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from hylla.catalogue.models import BORROWED, Item
from hylla.circulation.models import Hold
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.pausing import Pause
from hylla.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class OnlyCopy:
    """The one copy somebody waits for: a volume, an issue."""

    item_id: int
    barcode: str
    shelf_mark: str


@dataclass(frozen=True, slots=True)
class PatronHold:
    """A hold as its patron sees it.

    `position` is 1 for whoever is first, and 0 once a copy is set aside; `turn` is the same among
    those who have not paused, and 0 for who has. `shelf_until_on` is set when that copy can be
    fetched, `pause` while it runs or is to come. `only` is the one copy they wait for, where no
    other will do.
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
    only: OnlyCopy | None = None
    is_ours: bool = True
    """Whether it stands in the catalogue; what another library has lent does not."""

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

    def plus(self, other: "_Place") -> "_Place":
        """Return how many there are with those."""
        return _Place(self.position + other.position, self.turn + other.turn)


NO_PLACE = _Place(0, 0)


def in_turn(on: date) -> QuerySet[Hold]:
    """Return the holds to which a copy may go on that day: without one, and not paused."""
    return Hold.objects.filter(item=None).exclude(
        suspended_from_on__lte=on, suspended_until_on__gt=on
    )


def served_by(item: int | OuterRef) -> Q:
    """Say of a hold on a copy's title that this copy would do."""
    return Q(only_item=None) | Q(only_item=item)


def holds_of(person_id: UUID, *, now: datetime, policy: Policy) -> tuple[PatronHold, ...]:
    """Return what someone waits for, what can be fetched first; without sets for a group."""
    holds = Hold.objects.filter(patron=person_id, set_key=None)
    holds = holds.select_related("record", "only_item").defer("record__marc")
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
            _only(hold.only_item),
            hold.record.source != BORROWED,
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


def _only(item: Item | None) -> OnlyCopy | None:
    return OnlyCopy(item.pk, item.barcode, item.shelf_mark) if item else None


def _queue(record_ids: set[int]) -> QuerySet[Hold]:
    waiting = Hold.objects.filter(record__in=record_ids, item=None)
    return waiting.order_by("record", "placed_at", "id")


def _places(record_ids: set[int], day: date) -> dict[UUID, _Place]:
    """Return the place in the queue of every hold that waits for one of the titles.

    Before whoever takes any copy are all who came earlier; before whoever waits for one copy are
    those of them whom that copy would serve.
    """
    places: dict[UUID, _Place] = {}
    everyone: defaultdict[int, _Place] = defaultdict(lambda: NO_PLACE)
    for_any: defaultdict[int, _Place] = defaultdict(lambda: NO_PLACE)
    for_one: defaultdict[int, _Place] = defaultdict(lambda: NO_PLACE)
    for hold in _queue(record_ids):
        is_paused = hold.pause is not None and hold.pause.covers(day)
        step, record, only = _Place(1, int(not is_paused)), hold.record_id, hold.only_item_id
        before = everyone[record]
        if only is not None:
            before = for_any[record].plus(for_one[only])
            for_one[only] = for_one[only].plus(step)
        else:
            for_any[record] = for_any[record].plus(step)
        everyone[record] = everyone[record].plus(step)
        here = before.plus(step)
        places[hold.pk] = here._replace(turn=0) if is_paused else here
    return places
