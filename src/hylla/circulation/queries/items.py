"""Where items are: on the shelf, on loan, set aside, on their way, or not to be had."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)

from hylla.catalogue.models import Item, ItemFlaw, ItemStatus, Record
from hylla.catalogue.rules.conditions import Flaw
from hylla.circulation.models import Hold
from hylla.circulation.queries.editions import COLUMNS as OF_EDITIONS
from hylla.circulation.queries.editions import editions_at
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.rules.editions import Edition, Editions, would_do
from hylla.library.queries.prepared import Among, Prepared, Row

HOLDABLE = (ItemStatus.IN_SERVICE, ItemStatus.IN_PROCESS, ItemStatus.AWAY)
"""Copies that may come back to the desk one day, and so can be waited for; lost ones may not."""


class ItemPlace(StrEnum):
    """Where an item is."""

    ON_SHELF = "on_shelf"
    ON_LOAN = "on_loan"
    ON_HOLD_SHELF = "on_hold_shelf"
    IN_TRANSIT = "in_transit"
    IN_PROCESS = "in_process"
    LOST = "lost"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class NotedFlaw:
    """Something that is wrong with a copy, and since when that is known."""

    flaw: Flaw
    noted_on: date


@dataclass(frozen=True, slots=True)
class ItemState:
    """An item and where it is. Nobody's name: whose loan it is, a task at the desk asks."""

    item_id: int
    record_id: int
    barcode: str
    title: str
    item_type: str
    shelf_mark: str
    home_branch_id: int
    place: ItemPlace
    transit_to_id: int | None
    due_on: date | None
    shelf_code: str
    flaws: tuple[NotedFlaw, ...] = ()


class _Row(NamedTuple):
    """What the states are made of, in the order of `COLUMNS`."""

    item_id: int
    record_id: int
    barcode: str
    title: str
    item_type: str
    shelf_mark: str
    branch_id: int
    status: str
    transit_to_id: int | None
    due_on: date | None
    is_set_aside: bool
    hold_code: str | None
    has_flaws: bool


COLUMNS = (
    "id",
    "record_id",
    "barcode",
    "record__title",
    "item_type_id",
    "shelf_mark",
    "branch_id",
    "status",
    "transit_to_id",
    "loan_due_on",
    "is_set_aside",
    "hold_code",
    "has_flaws",
)


@dataclass(frozen=True, slots=True)
class Availability:
    """How many copies of a title there are, how many stand on a shelf, and how many wait.

    `paused` are those of the waiting who let others go before them; `for_one` those who wait for
    one copy alone, and `spoken_for` the copies on a shelf for which somebody does.
    """

    items: int
    on_shelf: int
    waiting: int
    paused: int = 0
    for_one: int = 0
    spoken_for: int = 0

    @property
    def free(self) -> int:
        """How many stand on a shelf and are nobody's to come."""
        for_any = self.waiting - self.for_one - self.paused
        return max(0, self.on_shelf - self.spoken_for - for_any)

    def beside(self, waiting: int, paused: int) -> "Availability":
        """Return the same with those who asked for another edition and take this as well."""
        if not waiting:
            return self
        return replace(self, waiting=self.waiting + waiting, paused=self.paused + paused)


NO_COPIES = Availability(0, 0, 0)
NONE = (0, 0, 0, 0)
"""Nobody waits."""


def availability(
    record_ids: Iterable[int], *, on: date | None = None
) -> Mapping[int, Availability]:
    """Return for each title how it stands now: three statements, however many titles,
    and a fourth where somebody takes any edition.

    Who has paused is told for a day.
    """
    wanted = set(record_ids)
    on = on or date.min
    waiting = {record: each for record, *each in _WAITING(titles=wanted, on=on)}
    known = {
        record: Availability(items, on_shelf, *waiting.get(record, NONE))
        for record, items, on_shelf in _COPIES(titles=wanted)
    }
    roving = _roving(wanted, on)
    return {each: known.get(each, NO_COPIES).beside(*roving.get(each, (0, 0))) for each in wanted}


def _copies(*, titles: Collection[int]) -> QuerySet[Item, Row]:
    items = Item.objects.filter(Among("record", titles)).exclude(status=ItemStatus.WITHDRAWN)
    counted = items.order_by().values("record")
    counted = counted.annotate(items=Count("id"), on_shelf=Count("id", filter=_stands()))
    return counted.values_list("record", "items", "on_shelf")


def _waiting(*, titles: Collection[int], on: date) -> QuerySet[Hold, Row]:
    holds = Hold.objects.filter(Among("record", titles), item=None).order_by().values("record")
    told = holds.annotate(
        waiting=Count("id"),
        paused=Count("id", filter=_is_paused(on) & Q(only_item=None)),
        for_one=Count("only_item"),
        spoken_for=Count("only_item", distinct=True, filter=_stands("only_item")),
    )
    return told.values_list("record", "waiting", "paused", "for_one", "spoken_for")


def _any_editions(*, titles: Collection[int], on: date) -> QuerySet[Hold, Row]:
    work = Record.objects.filter(Among("pk", titles)).values("work_key")
    holds = Hold.objects.filter(any_edition=True, item=None, record__work_key__in=work)
    columns = ("any_language", "any_form", *(f"record__{each}" for each in OF_EDITIONS))
    return holds.values_list(Case(When(_is_paused(on), then=1), default=0), *columns)


def _is_paused(on: date) -> Q:
    return Q(suspended_from_on__lte=on, suspended_until_on__gt=on)


_COPIES = Prepared(_copies)
_WAITING = Prepared(_waiting)
_ANY_EDITIONS = Prepared(_any_editions)


def _roving(wanted: Collection[int], on: date) -> Mapping[int, tuple[int, int]]:
    """Return for each title how many take it who asked for another edition, and have paused."""
    rows = _ANY_EDITIONS(titles=wanted, on=on)
    found: defaultdict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for title in editions_at(wanted) if rows else ():
        for is_paused, any_language, any_form, *asked in rows:
            own = Edition(*asked)
            if own.record_id != title.record_id and would_do(
                own, title, editions=Editions(any_language, any_form)
            ):
                number, of_them = found[title.record_id]
                found[title.record_id] = (number + 1, of_them + is_paused)
    return found


def standing_at(record_ids: Iterable[int]) -> Mapping[int, frozenset[int]]:
    """Return for each title of which there is a copy the branches where one stands on its shelf."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    copies = Item.objects.filter(record__in=set(record_ids)).exclude(status=ItemStatus.WITHDRAWN)
    told = copies.annotate(is_in=ExpressionWrapper(_stands(), BooleanField())).order_by()
    for record_id, branch_id, is_in in told.values_list("record", "branch", "is_in").distinct():
        found[record_id].update([branch_id] if is_in else [])
    return {record_id: frozenset(there) for record_id, there in found.items()}


def waited_for_at_all(record_ids: Iterable[int]) -> frozenset[int]:
    """Return those of some titles that have a copy somebody may wait for.

    What another library has lent us is here for one person.
    """
    copies = Item.objects.filter(record__in=set(record_ids), status__in=HOLDABLE)
    own = copies.filter(lent_until_on=None).order_by()
    return frozenset(own.values_list("record", flat=True).distinct())


def items_of(record_id: int) -> tuple[ItemState, ...]:
    """Return the copies of a title and where each is, without those withdrawn."""
    return _states(Q(record=record_id) & ~Q(status=ItemStatus.WITHDRAWN))


def item_state(barcode: str) -> ItemState | None:
    """Return an item and where it is, or None for an unknown barcode."""
    return next(iter(_as_states(WITH_BARCODE(barcode=barcode))), None)


def item_states(barcodes: Iterable[str]) -> Mapping[str, ItemState]:
    """Return the items that have these barcodes, by barcode."""
    return {each.barcode: each for each in _states(Q(barcode__in=set(barcodes)))}


def _states(which: Q) -> tuple[ItemState, ...]:
    return _as_states(_columns(Item.objects.filter(which)))


def _columns(items: QuerySet[Item]) -> QuerySet[Item, Row]:
    hold = Hold.objects.filter(item=OuterRef("pk"))
    return (
        items.annotate(
            loan_due_on=Subquery(open_loans().filter(item=OuterRef("pk")).values("due_on")),
            is_set_aside=_is_set_aside(OuterRef("pk")),
            hold_code=Subquery(hold.values("shelf_code")),
            has_flaws=Exists(ItemFlaw.objects.filter(item=OuterRef("pk"))),
        )
        .order_by("branch__name", "barcode")
        .values_list(*COLUMNS)
    )


def _as_states(rows: Iterable[Row]) -> tuple[ItemState, ...]:
    found = [_Row(*row) for row in rows]
    flaws = _flaws([row.item_id for row in found if row.has_flaws])
    return tuple(
        ItemState(
            row.item_id,
            row.record_id,
            row.barcode,
            row.title,
            row.item_type,
            row.shelf_mark,
            row.branch_id,
            _place(row),
            row.transit_to_id,
            row.due_on,
            row.hold_code or "",
            flaws.get(row.item_id, ()),
        )
        for row in found
    )


def _with_barcode(*, barcode: str) -> QuerySet[Item, Row]:
    return _columns(Item.objects.filter(barcode=barcode))


WITH_BARCODE = Prepared(_with_barcode)


def _flaws(item_ids: Sequence[int]) -> Mapping[int, tuple[NotedFlaw, ...]]:
    """Return what is wrong with the few copies that have something; else nothing is asked."""
    found: defaultdict[int, list[NotedFlaw]] = defaultdict(list)
    if item_ids:
        for row in ItemFlaw.objects.filter(item__in=item_ids).order_by("noted_on", "flaw"):
            found[row.item_id].append(NotedFlaw(Flaw(row.flaw), row.noted_on))
    return {item_id: tuple(flaws) for item_id, flaws in found.items()}


def _place(row: _Row) -> ItemPlace:
    if row.status != ItemStatus.IN_SERVICE:
        return ItemPlace(row.status)
    if row.due_on is not None:
        return ItemPlace.ON_LOAN
    if row.transit_to_id is not None:
        return ItemPlace.IN_TRANSIT
    return ItemPlace.ON_HOLD_SHELF if row.is_set_aside else ItemPlace.ON_SHELF


def _stands(item: str = "") -> Q:
    """Say that a copy stands on its shelf; `item` names it where the row is of something else."""
    of = f"{item}__" if item else ""
    here = Q(**{f"{of}status": ItemStatus.IN_SERVICE, f"{of}transit_to": None})
    which = OuterRef(item or "pk")
    return here & ~Q(Exists(open_loans().filter(item=which))) & ~Q(_is_set_aside(which))


def _is_set_aside(item: OuterRef) -> Exists:
    return Exists(Hold.objects.filter(item=item))
