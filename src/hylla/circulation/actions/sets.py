"""A set for a group: copies of one title for a day, set aside one by one and lent together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, Q

from hylla.catalogue.models import Item
from hylla.circulation.actions.check_out import CheckedOut, check_out
from hylla.circulation.actions.copies_first import with_copy_of
from hylla.circulation.actions.here import Here, here_at
from hylla.circulation.actions.holds import (
    Sought,
    against_holding,
    at_pickup,
    behind_all,
    lock_queue,
    locked_person,
    note_placing,
)
from hylla.circulation.actions.routing import release, tell_ready
from hylla.circulation.models import Hold
from hylla.circulation.queries.house import house_at
from hylla.circulation.queries.items import HOLDABLE
from hylla.circulation.queries.sets import may_gather
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.gathering import gather_from, set_refusals
from hylla.library.queries import rules_version
from hylla.library.refusals import Reason, Refused
from hylla.patrons.models import Card, Person
from hylla.privacy.policy import Policy


class SetWish(NamedTuple):
    """So many copies of a title, for a day."""

    record_id: int
    copies: int
    needed_on: date


@dataclass(frozen=True, slots=True)
class LentOfSet:
    """A copy of a set that was to be lent: the loan, or why not."""

    barcode: str
    lent: CheckedOut | None
    reasons: tuple[Reason, ...] = ()


def place_set(
    wish: SetWish, *, person_id: UUID, pickup_branch_id: int, now: datetime, policy: Policy
) -> UUID:
    """Let whoever leads a group wait for copies of a title; who is in the group stands nowhere.

    :raises Refused: with every reason at once; nothing is changed.
    """
    here = here_at(pickup_branch_id, now=now, policy=policy, house=house_at(rules_version()))
    with transaction.atomic():
        lock_queue(wish.record_id)
        person = locked_person(person_id)
        reasons = (
            *against_holding(person, here, sought=Sought(wish.record_id)),
            *set_refusals(
                wish.copies,
                there_are=_lendable(person, here, wish.record_id),
                needed_on=wish.needed_on,
                today=here.today,
            ),
        )
        if reasons:
            raise Refused(*reasons)
        key = uuid4()
        Hold.objects.bulk_create(_rows(wish, key, person, here))
        note_placing(person, here)
        return key


def gather_oneself(
    wish: SetWish, *, person_id: UUID, pickup_branch_id: int, now: datetime, policy: Policy
) -> UUID:
    """Let a teacher or whoever leads a group wait for a set on their own, as at the desk.

    :raises Refused: their category does not, or with every reason against the set.
    """
    if not may_gather(person_id, policy=policy):
        raise Refused(Reason(Refusal.SET_NOT_FOR_CATEGORY))
    return place_set(
        wish, person_id=person_id, pickup_branch_id=pickup_branch_id, now=now, policy=policy
    )


def cancel_set(set_key: UUID, *, person_id: UUID, now: datetime, policy: Policy) -> None:
    """End what is left of somebody's set; its copies go to who waits next.

    :raises Refused: there is no such set of theirs.
    """
    with transaction.atomic():
        mine = Q(set_key=set_key, patron=person_id)
        rows = with_copy_of(mine, lambda: list(_locked(set_key, person_id)))
        if not rows:
            raise Refused(Reason(Refusal.UNKNOWN_HOLD))
        # At once, so that none of its own copies goes to the rest of it.
        Hold.objects.filter(set_key=set_key).delete()
        for hold in rows:
            release(hold, at_pickup(hold, now=now, policy=policy))


def settle_for(set_key: UUID, *, person_id: UUID, now: datetime, policy: Policy) -> int:
    """Let what is there or on its way be enough; return how many copies that is.

    :raises Refused: there is no such set of theirs, or nothing of it is there.
    """
    with transaction.atomic():
        rows = list(_locked(set_key, person_id))
        coming = [each for each in rows if each.item_id is not None]
        if not coming:
            raise Refused(Reason(Refusal.UNKNOWN_HOLD))
        if len(coming) < len(rows):
            Hold.objects.filter(set_key=set_key, item=None).delete()
            if all(each.shelf_until_on for each in coming):
                tell_ready(coming[0], at_pickup(coming[0], now=now, policy=policy))
        return len(coming)


def lend_set(
    set_key: UUID, *, person_id: UUID, branch_id: int, now: datetime, policy: Policy
) -> tuple[LentOfSet, ...]:
    """Lend what stands ready of a set at a branch, each copy by itself, and say what was not.

    :raises Refused: nothing of a set of theirs stands there, or they have no card.
    """
    ready = Hold.objects.filter(
        set_key=set_key, patron=person_id, pickup_branch=branch_id, shelf_until_on__isnull=False
    )
    barcodes = list(ready.order_by("item__barcode").values_list("item__barcode", flat=True))
    card = Card.objects.filter(person=person_id, ended_on=None).order_by("pk").first()
    if not barcodes or card is None:
        raise Refused(Reason(Refusal.UNKNOWN_CARD if barcodes else Refusal.UNKNOWN_HOLD))
    about = (card.number, branch_id)
    return tuple(_lend(each, about, now=now, policy=policy) for each in barcodes)


def tell_of_sets(*, now: datetime, policy: Policy) -> int:
    """Tell of the sets whose day has come what is there of them; return of how many.

    They wait for no more copies. A set of which nothing is there waits on.
    """
    day = today(now, policy=policy)
    due = Hold.objects.filter(set_key__isnull=False, needed_on__lte=day, item=None)
    told = 0
    for set_key, person_id in set(due.values_list("set_key", "patron_id")):
        there = Hold.objects.filter(set_key=set_key, shelf_until_on__isnull=False)
        if set_key is not None and there.exists():
            settle_for(set_key, person_id=person_id, now=now, policy=policy)
            told += 1
    return told


def _lend(barcode: str, about: tuple[str, int], *, now: datetime, policy: Policy) -> LentOfSet:
    card, branch_id = about
    try:
        lent = check_out(card=card, barcode=barcode, branch_id=branch_id, now=now, policy=policy)
    except Refused as refused:
        return LentOfSet(barcode, None, refused.reasons)
    return LentOfSet(barcode, lent)


def _locked(set_key: UUID, person_id: UUID) -> Iterator[Hold]:
    rows = Hold.objects.select_related("item").select_for_update(of=("self",))
    yield from rows.filter(set_key=set_key, patron=person_id).order_by("pk")


def _lendable(person: Person, here: Here, record_id: int) -> int:
    """Return how many copies there are that would be lent to them."""
    items = Item.objects.filter(record=record_id, status__in=HOLDABLE).order_by()
    kinds = items.values_list("item_type_id", "collection_id").annotate(Count("pk"))
    told = ((here.terms(person.category_id, *kind), number) for *kind, number in kinds)
    return sum(number for terms, number in told if terms is not None and terms.is_lent)


def _rows(wish: SetWish, key: UUID, person: Person, here: Here) -> list[Hold]:
    from_on = gather_from(wish.needed_on)
    waits = from_on > here.today + timedelta(days=1)
    since = behind_all(wish.record_id, here.now)
    return [
        Hold(
            record_id=wish.record_id,
            patron=person,
            pickup_branch_id=here.branch_id,
            placed_at=since,
            suspended_from_on=here.today if waits else None,
            suspended_until_on=from_on if waits else None,
            set_key=key,
            needed_on=wish.needed_on,
        )
        for _ in range(wish.copies)
    ]
