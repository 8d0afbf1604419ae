"""Who waits for what, and what stands on the hold shelf."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from hylla.catalogue.models import BORROWED, Item, Record
from hylla.circulation.models import Hold
from hylla.circulation.queries.editions import (
    COLUMNS,
    edition_from,
    edition_of,
    editions_at,
    editions_in,
)
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.editions import LANGUAGE_LENGTH, Edition, Editions, would_do
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
    editions: Editions | None = None
    """What else than this edition would do, if anything."""
    language: str = ""
    """That of this edition, where only others in it would do."""

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


class Title(NamedTuple):
    """The title of a copy and what tells its edition; of a row outside, the columns there."""

    record: int | OuterRef
    work_key: str | OuterRef
    kind: str | OuterRef
    language: Combinable


def title_of(edition: Edition) -> Title:
    """Return a title that is known."""
    return Title(edition.record_id, edition.work_key, edition.kind, Value(edition.language))


def title_outside(record: str) -> Title:
    """Return the title of a row outside, which stands there under this name."""
    language = Left(OuterRef(f"{record}__languages"), LANGUAGE_LENGTH)
    return Title(
        OuterRef(record), OuterRef(f"{record}__work_key"), OuterRef(f"{record}__kind"), language
    )


def served_by(item: int | OuterRef, title: Title) -> Q:
    """Say of a hold that this copy of the title would do: the one answer to who waits for it."""
    of_it = Q(record=title.record) & (Q(only_item=None) | Q(only_item=item))
    # Its own title has the work's key as well, and so both are found by one index.
    return Q(record__work_key=title.work_key) & (of_it | _roving(title))


def for_title(title: Title) -> Q:
    """Say of a hold that some copy of the title would do."""
    return Q(record__work_key=title.work_key) & (Q(record=title.record) | _roving(title))


def people_for(record_ids: Collection[int], *, on: date) -> int:
    """Return how many wait for any copy of these editions of a work, and have not paused."""
    work = Record.objects.filter(pk__in=record_ids).values("work_key")
    holds = in_turn(on).filter(record__work_key__in=work, only_item=None)
    columns = ("any_edition", "any_language", "any_form", *(f"record__{each}" for each in COLUMNS))
    wishes = Counter(holds.values_list(*columns))
    editions = editions_at(record_ids)
    return sum(
        number
        for (roves, *takes, pk, key, kind, languages), number in wishes.items()
        if any(
            would_do(
                Edition(pk, key, kind, languages),
                each,
                editions=Editions(*takes) if roves else None,
            )
            for each in editions
        )
    )


def _roving(title: Title) -> Q:
    language = Exact(Left(F("record__languages"), LANGUAGE_LENGTH), title.language)
    return (
        Q(any_edition=True)
        & (Q(any_form=True) | Q(record__kind=title.kind))
        & (Q(any_language=True) | Q(language))
    )


def holds_of(person_id: UUID, *, now: datetime, policy: Policy) -> tuple[PatronHold, ...]:
    """Return what someone waits for, what can be fetched first; without sets for a group."""
    holds = Hold.objects.filter(patron=person_id, set_key=None)
    holds = holds.select_related("record", "only_item").defer("record__marc")
    ordered = sorted(holds, key=lambda hold: (hold.item_id is None, hold.placed_at, hold.pk))
    day = today(now, policy=policy)
    places = _places({hold.record.work_key for hold in ordered}, day)
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
            hold.editions,
            hold.record.languages[:LANGUAGE_LENGTH],
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
    """Return who waits for a title without a copy set aside, in order; also for any edition."""
    waiting = Hold.objects.filter(for_title(title_of(edition_of(record_id))), item=None)
    rows = waiting.order_by("placed_at", "id")
    return tuple(
        Waiting(hold_id, person_id, position, placed_at, branch_id)
        for position, (hold_id, person_id, placed_at, branch_id) in enumerate(
            rows.values_list("id", "patron_id", "placed_at", "pickup_branch_id"), start=1
        )
    )


def position_of(hold: Hold, *, on: date) -> int:
    """Return the place in the queue of a hold that waits."""
    return _places({hold.record.work_key}, on)[hold.pk].position


def _only(item: Item | None) -> OnlyCopy | None:
    return OnlyCopy(item.pk, item.barcode, item.shelf_mark) if item else None


class _Wish(NamedTuple):
    """What somebody waits for, without who."""

    edition: Edition
    only_item_id: int | None
    editions: Editions | None


def _places(work_keys: set[str], day: date) -> dict[UUID, _Place]:
    """Return the place in the queue of every hold that waits for one of the works.

    Before whoever takes any copy are all who came earlier and might take it from them; before
    whoever waits for one copy are those whom that copy would serve.
    """
    waiting = Hold.objects.filter(record__work_key__in=work_keys, item=None)
    every = waiting.select_related("record").defer("record__marc").order_by("placed_at", "id")
    holds = list(every)
    # Other editions matter only where somebody takes them.
    roving = {hold.record.work_key for hold in holds if hold.any_edition}
    editions = editions_in(roving)
    counts: defaultdict[str, dict[_Wish, _Place]] = defaultdict(dict)
    rivals: dict[tuple[_Wish, _Wish], bool] = {}
    places: dict[UUID, _Place] = {}
    for hold in holds:
        wish, of_work = _wish(hold), counts[hold.record.work_key]
        is_paused = hold.pause is not None and hold.pause.covers(day)
        step = before = _Place(1, int(not is_paused))
        for other, number in of_work.items():
            pair = (wish, other)
            if pair not in rivals:
                rivals[pair] = _is_rival(*pair, editions.get(hold.record.work_key, ()))
            if rivals[pair]:
                before = before.plus(number)
        of_work[wish] = of_work.get(wish, NO_PLACE).plus(step)
        places[hold.pk] = before._replace(turn=0) if is_paused else before
    return places


def _wish(hold: Hold) -> _Wish:
    return _Wish(edition_from(hold.record), hold.only_item_id, hold.editions)


def _is_rival(wish: _Wish, other: _Wish, editions: Sequence[Edition]) -> bool:
    """Say whether a copy that would serve the one might go to the other."""
    if wish.only_item_id is not None and other.only_item_id is not None:
        return wish.only_item_id == other.only_item_id
    if wish.edition.record_id == other.edition.record_id:
        return True
    return any(
        would_do(wish.edition, each, editions=wish.editions)
        and would_do(other.edition, each, editions=other.editions)
        for each in editions
    )
