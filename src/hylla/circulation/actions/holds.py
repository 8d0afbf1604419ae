"""Wait for a title or one copy of it, or stop waiting."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet

from hylla.catalogue.models import Item, Record
from hylla.catalogue.queries.merged import where_merged
from hylla.catalogue.rules.codes import Code
from hylla.circulation.actions.copies_first import with_copy_of
from hylla.circulation.actions.here import Here, here_at
from hylla.circulation.actions.recall import recall_for_hold
from hylla.circulation.actions.routing import release
from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries.dialect import broke
from hylla.circulation.queries.editions import edition_from, edition_of, editions_at, records_for
from hylla.circulation.queries.holds import position_of, served_by, title_of
from hylla.circulation.queries.house import house_at
from hylla.circulation.queries.items import HOLDABLE
from hylla.circulation.queries.people import borrower_of
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.editions import Edition, Editions, would_do
from hylla.circulation.rules.pausing import Pause
from hylla.circulation.rules.refusals import Wish, hold_refusals
from hylla.circulation.rules.terms import Terms
from hylla.library.queries import policy_in_force, rules_version
from hylla.library.refusals import Reason, Refused
from hylla.messages.actions import enqueue
from hylla.messages.models import Template
from hylla.patrons.actions import remember_use
from hylla.patrons.models import Person
from hylla.privacy.policy import Policy
from hylla.statistics.actions import count
from hylla.statistics.models import Event
from hylla.statistics.rules import age_band


@dataclass(frozen=True, slots=True)
class Placed:
    """A hold that was placed; `position` is 1 for whoever is next."""

    hold_id: UUID
    record_id: int
    position: int


class Sought(NamedTuple):
    """What somebody waits for: any copy of a title, one alone, or other editions as well."""

    record_id: int
    only_item_id: int | None = None
    editions: Editions | None = None


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A hold that was cancelled, as `restore_hold` takes it; nothing else remembers it."""

    person_id: UUID
    record_id: int
    pickup_branch_id: int
    placed_at: datetime
    pause: Pause | None = None
    only_item_id: int | None = None
    editions: Editions | None = None

    @property
    def sought(self) -> Sought:
        """What they waited for."""
        return Sought(self.record_id, self.only_item_id, self.editions)


def place_hold(
    *, person_id: UUID, record_id: int, pickup_branch_id: int, now: datetime, policy: Policy
) -> Placed:
    """Let someone wait for any copy of a title, to be fetched at a branch.

    :raises Refused: with every reason at once; nothing is changed.
    """
    return wait_for(
        Sought(record_id),
        person_id=person_id,
        pickup_branch_id=pickup_branch_id,
        now=now,
        policy=policy,
    )


def wait_for(
    sought: Sought, *, person_id: UUID, pickup_branch_id: int, now: datetime, policy: Policy
) -> Placed:
    """Let someone wait for any copy of a title, for one alone (a volume), or for any edition.

    :raises Refused: with every reason at once; nothing is changed.
    """
    here = here_at(pickup_branch_id, now=now, policy=policy, house=house_at(rules_version()))
    return _place(person_id, here, sought)


def restore_hold(cancelled: Cancelled, *, now: datetime, policy: Policy) -> Placed:
    """Undo a cancellation: the hold comes back at the place in the queue that it had.

    :raises Refused: with every reason against a new hold; nothing is changed.
    """
    branch_id = cancelled.pickup_branch_id
    here = here_at(branch_id, now=now, policy=policy, house=house_at(rules_version()))
    return _place(cancelled.person_id, here, cancelled.sought, before=cancelled)


def move_hold(hold_id: UUID, *, person_id: UUID, pickup_branch_id: int) -> None:
    """Let someone fetch what they wait for at another branch; the place in the queue stays.

    :raises Refused: there is no such hold, or a copy is set aside for it already.
    """
    with transaction.atomic():
        hold = own_hold(hold_id, person_id)
        if hold.item_id is not None:
            raise Refused(Reason(Refusal.HOLD_ON_ITS_WAY))
        hold.pickup_branch_id = pickup_branch_id
        hold.save(update_fields=["pickup_branch"])


def cancel_hold(hold_id: UUID, *, person_id: UUID | None = None, now: datetime) -> Cancelled:
    """End a hold; with `person_id`, only if it is theirs. Its copy goes to who waits next.

    :raises Refused: there is no such hold.
    """
    with transaction.atomic():
        hold = with_copy_of(Q(pk=hold_id), lambda: own_hold(hold_id, person_id))
        told = Cancelled(
            hold.patron_id,
            hold.record_id,
            hold.pickup_branch_id,
            hold.placed_at,
            hold.pause,
            hold.only_item_id,
            hold.editions,
        )
        release(hold, at_pickup(hold, now=now, policy=policy_in_force()))
        return told


def own_hold(hold_id: UUID, person_id: UUID | None) -> Hold:
    """Return a hold, locked; with `person_id`, only if it is theirs."""
    holds = Hold.objects.select_related("item").select_for_update(of=("self",))
    hold = holds.filter(pk=hold_id).first()
    if hold is None or person_id not in {None, hold.patron_id}:
        raise Refused(Reason(Refusal.UNKNOWN_HOLD))
    return hold


def _place(
    person_id: UUID, here: Here, sought: Sought, *, before: Cancelled | None = None
) -> Placed:
    """Place a hold, one that was there before as it was."""
    try:
        with transaction.atomic():
            sought = _in_its_queue(sought)
            person = locked_person(person_id)
            reasons = against_holding(person, here, sought=sought)
            if reasons:
                raise Refused(*reasons)
            placed = _placed(person, here, sought, before=before)
            recall_for_hold(
                sought.record_id,
                only_item_id=sought.only_item_id,
                editions=sought.editions,
                now=here.now,
                policy=here.policy,
            )
            return placed
    except IntegrityError as error:
        if _is_held_twice(error):
            raise Refused(Reason(Refusal.ALREADY_HELD)) from error
        raise


def _in_its_queue(sought: Sought) -> Sought:
    """Lock the queue; of a title that was merged it is that of the title it is part of now."""
    lock_queue(sought.record_id)
    if Record.objects.filter(pk=sought.record_id).exists():
        return sought
    into = where_merged(sought.record_id)
    if into is None:
        raise Refused(Reason(Code.RECORD_UNKNOWN))
    return _in_its_queue(sought._replace(record_id=into))


def lock_queue(*record_ids: int) -> None:
    """Let who else wants to wait for the work stand behind: always before the lock on a person.

    Who takes any edition stands in the queues of all: they are locked in the order of their
    numbers, the same for everybody.
    """
    work = Record.objects.filter(pk__in=record_ids).values("work_key")
    editions = Record.objects.select_for_update(no_key=True).filter(work_key__in=work)
    list(editions.order_by("pk").values_list("pk"))


def _is_held_twice(error: IntegrityError) -> bool:
    return broke(error, "one_hold_a_title", columns="circulation_hold.record_id") or broke(
        error, "one_hold_a_copy", columns="circulation_hold.only_item_id"
    )


def expire_shelf(*, now: datetime, policy: Policy) -> int:
    """End the holds that were not fetched in time, tell who waited, and return how many."""
    day = today(now, policy=policy)
    # In order, so that it is no chance which of two copies goes to who waits longest.
    late = Hold.objects.filter(shelf_until_on__lt=day).order_by("shelf_until_on", "placed_at", "pk")
    keys = list(late.values_list("pk", flat=True))
    return sum(_expire(hold_id, day, now=now, policy=policy) for hold_id in keys)


def _expire(hold_id: UUID, day: date, *, now: datetime, policy: Policy) -> bool:
    """End one hold, unless it was fetched in the meantime."""
    with transaction.atomic():
        holds = Hold.objects.select_related("item").select_for_update(of=("self",))
        late = holds.filter(pk=hold_id, shelf_until_on__lt=day)
        hold = with_copy_of(Q(pk=hold_id), late.first)
        if hold is None:
            return False
        if not _is_told_later(hold):
            enqueue(
                Template.HOLD_EXPIRED,
                person_id=hold.patron_id,
                now=now,
                branch_id=hold.pickup_branch_id,
                day=hold.shelf_until_on,
            )
        release(hold, at_pickup(hold, now=now, policy=policy))
        return True


def _is_told_later(hold: Hold) -> bool:
    """Say whether more of its set stands there, which ends after it: one message is enough."""
    others = Hold.objects.filter(set_key=hold.set_key, shelf_until_on__isnull=False)
    return hold.set_key is not None and others.exclude(pk=hold.pk).exists()


def at_pickup(hold: Hold, *, now: datetime, policy: Policy) -> Here:
    """Return the branch where a hold is fetched, as it stands now."""
    house = house_at(rules_version())
    return here_at(hold.pickup_branch_id, now=now, policy=policy, house=house)


def locked_person(person_id: UUID) -> Person:
    """Return someone, locked until the transaction ends."""
    person = Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if person is None:
        raise Refused(Reason(Refusal.UNKNOWN_PATRON))
    return person


def against_holding(person: Person, here: Here, *, sought: Sought) -> tuple[Reason, ...]:
    """Return every reason against letting them wait for it."""
    holds = Hold.objects.filter(patron=person)
    loans = Loan.objects.filter(patron=person, returned_at=None, closed_at=None)
    records = records_for(sought.record_id, sought.editions)
    mine = Q(pk__in=_own_rivals(person, records))
    lent = Q(item__record__in=records)
    if sought.only_item_id is not None:
        mine = served_by(sought.only_item_id, title_of(edition_of(sought.record_id)))
        lent = Q(item=sought.only_item_id)
    terms = _terms(person, here, sought.only_item_id, records)
    return hold_refusals(
        borrower_of(person.pk, on=here.today),
        Wish(
            lendable_items=len(terms),
            already_held=holds.filter(mine).exists(),
            on_loan_to_same=loans.filter(lent).exists(),
            open_holds=_number(holds),
        ),
        terms=_kindest(terms),
        on=here.today,
        block_at_ore=here.policy.fees.block_at_ore,
    )


def _own_rivals(person: Person, records: Collection[int]) -> list[UUID]:
    """Return the holds of theirs that a copy of one of these titles would serve."""
    own = Hold.objects.filter(patron=person).select_related("record").defer("record__marc")
    editions = editions_at(records)
    return [hold.pk for hold in own if _takes_any(hold, editions)]


def _takes_any(hold: Hold, editions: Collection[Edition]) -> bool:
    own = edition_from(hold.record)
    return any(would_do(own, each, editions=hold.editions) for each in editions)


def _terms(
    person: Person, here: Here, only_item_id: int | None, records: Collection[int]
) -> list[Terms | None]:
    """Return, for each sort of copy that would do, the rule under which it would be lent."""
    # What another library has lent is here for one person.
    items = Item.objects.filter(record__in=records, status__in=HOLDABLE, lent_until_on=None)
    if only_item_id is not None:
        items = items.filter(pk=only_item_id)
    kinds = items.order_by().values_list("item_type_id", "collection_id").distinct()
    each = [here.terms(person.category_id, *kind) for kind in kinds]
    return [terms for terms in each if terms is None or terms.is_lent]


def _kindest(terms: list[Terms | None]) -> Terms | None:
    """Return the rule that lets most holds through: one copy that can be lent is enough."""
    known = [each for each in terms if each is not None]
    return max(known, key=lambda each: (-each.min_age, each.max_holds), default=None)


def behind_all(record_id: int, now: datetime) -> datetime:
    """Return the moment of a new hold: now, or just after whoever was written down last."""
    work = Record.objects.filter(pk=record_id).values("work_key")
    waiting = Hold.objects.filter(record__work_key__in=work, item=None, placed_at__gte=now)
    last = waiting.order_by("-placed_at").values_list("placed_at", flat=True).first()
    return now if last is None else last + timedelta(microseconds=1)


def _placed(person: Person, here: Here, sought: Sought, *, before: Cancelled | None) -> Placed:
    since = before.placed_at if before else behind_all(sought.record_id, here.now)
    pause = before.pause if before else None
    hold = Hold.objects.create(
        record_id=sought.record_id,
        only_item_id=sought.only_item_id,
        patron=person,
        pickup_branch_id=here.branch_id,
        placed_at=since,
        suspended_from_on=pause.from_on if pause else None,
        suspended_until_on=pause.until_on if pause else None,
        any_edition=sought.editions is not None,
        any_language=sought.editions is not None and sought.editions.any_language,
        any_form=sought.editions is not None and sought.editions.any_form,
    )
    note_placing(person, here)
    return Placed(hold.pk, sought.record_id, position_of(hold, on=here.today))


def note_placing(person: Person, here: Here) -> None:
    """Count a hold, and note the day of last use."""
    remember_use(person.pk, on=here.today)
    born = person.identity.birth_date if hasattr(person, "identity") else None
    count(
        Event.HOLD,
        on=here.today,
        branch=here.branch,
        category=person.category_id,
        age_band=age_band(born, here.today),
    )


def _number(holds: QuerySet[Hold]) -> int:
    """Return how many holds these are, a set as one."""
    told = holds.aggregate(
        single=Count("pk", filter=Q(set_key=None)), sets=Count("set_key", distinct=True)
    )
    return int(told["single"] + told["sets"])
