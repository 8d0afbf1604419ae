"""How long somebody waits for what they hold: asked where their holds are shown, stored nowhere."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.models import Hold
from hylla.circulation.queries.editions import editions_at, editions_in
from hylla.circulation.queries.holds import PatronHold
from hylla.circulation.queries.house import House, house_at
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.editions import Editions, would_do
from hylla.circulation.rules.terms import Asked, Terms
from hylla.circulation.rules.waiting import expected_on, weeks_until
from hylla.library.queries import rules_version
from hylla.patrons.models import Person
from hylla.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy that goes round: what it is, and when it is free."""

    item_id: int
    item_type: str
    collection: str | None
    due_on: date | None
    is_set_aside: bool


def expected_weeks(
    person_id: UUID, holds: Iterable[PatronHold], *, now: datetime, policy: Policy
) -> Mapping[UUID, int]:
    """Return for each hold that waits in how many weeks its turn comes, where that can be said.

    Copies that are late are not counted on, nor those that are not lent at the pick-up branch. Who
    has paused is passed over, and hears nothing.
    """
    waiting = [each for each in holds if each.turn]
    if not waiting:
        return {}
    category = Person.objects.values_list("category_id", flat=True).get(pk=person_id)
    day = today(now, policy=policy)
    copies = _copies({each.hold_id: (each.record_id, each.editions) for each in waiting})
    asker = _Asker(category, house_at(rules_version()), day, policy.lending.holds_shelf_days)
    turns = ((each.hold_id, asker.turn_of(each, _serving(each, copies))) for each in waiting)
    return {hold_id: weeks_until(on, today=day) for hold_id, on in turns if on is not None}


@dataclass(frozen=True, slots=True)
class _Asker:
    """Whose category waits, under which rules, since which day, and how long a shelf holds."""

    category: str
    house: House
    today: date
    shelf_days: int

    def turn_of(self, hold: PatronHold, copies: Iterable[_Copy]) -> date | None:
        """Return the day on which a copy comes to them, or None where nothing can be said."""
        rules = [(each, self._terms(hold, each)) for each in copies]
        lent = [(copy, terms) for copy, terms in rules if terms is not None and terms.is_lent]
        turn = max((terms.loan_days for _, terms in lent), default=0) + self.shelf_days
        free = (_free_on(copy, self.today, turn) for copy, _ in lent)
        return expected_on(hold.turn, free_on=[each for each in free if each], days=turn)

    def _terms(self, hold: PatronHold, copy: _Copy) -> Terms | None:
        asked = Asked(self.category, copy.item_type, hold.pickup_branch_id, copy.collection)
        return self.house.terms_for(asked)


def _serving(hold: PatronHold, copies: Mapping[UUID, list[_Copy]]) -> list[_Copy]:
    """Return the copies that would do."""
    every, only = copies[hold.hold_id], hold.only
    return every if only is None else [each for each in every if each.item_id == only.item_id]


def _free_on(copy: _Copy, on: date, turn: int) -> date | None:
    """Return when a copy comes back, or None for one that is late already."""
    if copy.due_on is not None:
        return copy.due_on if copy.due_on >= on else None
    return on + timedelta(days=turn) if copy.is_set_aside else on


def _copies(sought: Mapping[UUID, tuple[int, Editions | None]]) -> Mapping[UUID, list[_Copy]]:
    """Return for each hold the copies of what it is for, and of editions that would do."""
    asked = {
        each.record_id: each
        for each in editions_at({record_id for record_id, _ in sought.values()})
    }
    roving = {asked[record].work_key for record, editions in sought.values() if editions}
    every = editions_in(roving) if roving else {}
    records = {
        hold_id: {record_id}
        | {
            each.record_id
            for each in every.get(asked[record_id].work_key, ())
            if would_do(asked[record_id], each, editions=editions)
        }
        for hold_id, (record_id, editions) in sought.items()
    }
    due_on = open_loans().filter(item=OuterRef("pk")).values("due_on")
    aside = Hold.objects.filter(item=OuterRef("pk"))
    wanted = set[int]().union(*records.values())
    rows = Item.objects.filter(record__in=wanted, status=ItemStatus.IN_SERVICE).values_list(
        "record_id", "id", "item_type_id", "collection_id", Subquery(due_on), Exists(aside)
    )
    found: defaultdict[int, list[_Copy]] = defaultdict(list)
    for record_id, *copy in rows:
        found[record_id].append(_Copy(*copy))
    return {
        hold_id: [copy for record_id in sorted(those) for copy in found[record_id]]
        for hold_id, those in records.items()
    }
