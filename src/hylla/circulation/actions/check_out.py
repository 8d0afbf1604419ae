"""Lend an item: one transaction of constant size, however many loans the patron has."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import IntegrityError

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.actions.copies_first import lock_if_free
from hylla.circulation.actions.here import Here, here_at
from hylla.circulation.actions.routing import release
from hylla.circulation.actions.writing import COUNTED, USED, write
from hylla.circulation.models import Hold
from hylla.circulation.queries.dialect import Key, Value, as_day, as_key, as_moment, as_uuid, broke
from hylla.circulation.queries.driver import TRANSACTION, Statement, Write
from hylla.circulation.queries.house import house_at
from hylla.circulation.queries.lending_facts import LendingFacts, lending_facts, lock
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.refusals import refusals, standing
from hylla.library.refusals import Reason, Refused
from hylla.privacy.policy import Policy
from hylla.statistics.models import Event
from hylla.statistics.rules import age_band

LEND = Statement("""
INSERT INTO circulation_loan (id, item_id, patron_id, branch_id, lent_at, due_on, renewals)
VALUES (%s, %s, %s, %s, %s, %s, 0)
""")
CHECKOUT, HOLD_FILLED = Event.CHECKOUT.value, Event.HOLD_FILLED.value
OVERRIDE = Event.OVERRIDE.value
FILL = Statement("DELETE FROM circulation_hold WHERE id = %s")


class CheckedOut(NamedTuple):
    """A loan that was made. `open_loans` includes it, `overridden` has what staff set aside."""

    loan_id: UUID
    person: Key
    record_id: int
    barcode: str
    title: str
    due_on: date
    open_loans: int
    filled_hold: bool
    overridden: tuple[str, ...] = ()

    @property
    def person_id(self) -> UUID:
        """Who borrows it."""
        return as_uuid(self.person)


def check_out(
    *,
    card: str,
    barcode: str,
    branch_id: int,
    now: datetime,
    policy: Policy,
    overriding: Collection[str] = frozenset(),
) -> CheckedOut:
    """Lend the item with this barcode on this card.

    `overriding` holds the codes of the reasons that staff set aside; only those that may be are.

    :raises Refused: with every reason at once; nothing is changed.
    """
    asked = _Asked(card, barcode, overriding)
    return _checked_out(asked, branch_id=branch_id, now=now, policy=policy)


def check_out_late(
    card: str, barcode: str, *, branch_id: int, now: datetime, policy: Policy
) -> CheckedOut:
    """Lend what was lent without a network at that moment: staff have set aside all they may.

    It fills no hold: the caller sees to that, who knows which came before it.

    :raises Refused: with every reason at once; nothing is changed.
    """
    asked = _Asked(card, barcode, frozenset(Refusal), fills_hold=False)
    return _checked_out(asked, branch_id=branch_id, now=now, policy=policy)


class _Asked(NamedTuple):
    """Which card and item, what staff set aside, and whether a hold of theirs is filled by it."""

    card: str
    barcode: str
    overriding: Collection[str]
    fills_hold: bool = True


def _checked_out(asked: _Asked, *, branch_id: int, now: datetime, policy: Policy) -> CheckedOut:
    card, barcode, overriding, fills_hold = asked
    try:
        with TRANSACTION:
            lock(card, barcode)
            facts = lending_facts(card, barcode)
            if not fills_hold:
                facts = facts._replace(own_hold=None, own_hold_item_id=None)
            here = here_at(branch_id, now=now, policy=policy, house=house_at(facts.version))
            due_on, overridden = _decide(facts, here, overriding)
            return _lend(facts, here, due_on=due_on, barcode=barcode, overridden=overridden)
    except IntegrityError as error:
        # Someone else was first; the constraint has the last word.
        if broke(error, "one_open_loan_an_item", columns="circulation_loan.item_id"):
            raise Refused(Reason(Refusal.ITEM_ON_LOAN_TO_OTHER)) from error
        raise


def _decide(
    facts: LendingFacts, here: Here, overriding: Collection[str]
) -> tuple[date, tuple[str, ...]]:
    """Return the due date and the codes of what was set aside, or refuse."""
    terms = here.terms(facts.category, facts.item_type, facts.collection)
    reasons = refusals(
        facts.borrower(on=here.today, terms=terms),
        facts.item(),
        terms=terms,
        on=here.today,
        block_at_ore=here.policy.fees.block_at_ore,
    )
    remaining = standing(reasons, overriding=overriding) if overriding else reasons
    if remaining or terms is None:
        raise Refused(*remaining)
    # None of them remains, so all of them were set aside.
    due_on = facts.due_date(here.due_date(terms), on=here.today)
    return due_on, tuple(reason.code for reason in reasons)


def _lend(
    facts: LendingFacts, here: Here, *, due_on: date, barcode: str, overridden: tuple[str, ...]
) -> CheckedOut:
    loan_id = uuid4()
    write(_writes(facts, here, loan_id=loan_id, due_on=due_on, is_overridden=bool(overridden)))
    _tidy(facts, here)
    return CheckedOut(
        loan_id,
        facts.person,
        facts.record_id,
        barcode,
        facts.title,
        due_on,
        facts.open_loans + 1,
        facts.own_hold is not None,
        overridden,
    )


def _writes(
    facts: LendingFacts, here: Here, *, loan_id: UUID, due_on: date, is_overridden: bool
) -> Iterator[Write]:
    """Yield the writes that this checkout needs, the loan first."""
    person = facts.person
    lent_at = as_moment(here.now)
    yield LEND, (as_key(loan_id), facts.item_id, person, here.branch_id, lent_at, as_day(due_on))
    day = as_day(here.today)
    # What a machine did off line comes in later; the days of both databases sort as text.
    if str(facts.last_used) < str(day):
        yield USED, (day, person)
    if facts.own_hold is not None:
        if not _leaves_copy_on_shelf(facts):
            yield FILL, (facts.own_hold,)
        yield COUNTED, _tally(HOLD_FILLED, day, facts, here)
    if is_overridden:
        yield COUNTED, _tally(OVERRIDE, day, facts, here)
    yield COUNTED, _tally(CHECKOUT, day, facts, here)


def _tally(event: str, day: Value, facts: LendingFacts, here: Here) -> tuple[Value, ...]:
    band = age_band(facts.birth_date, here.today)
    return day, here.branch, event, facts.item_type, facts.category, band


def _tidy(facts: LendingFacts, here: Here) -> None:
    """Put right what lending leaves askew, all of it rare."""
    if facts.is_held_for_other:
        Hold.objects.filter(item=facts.item_id).update(
            item=None, shelf_code="", shelf_until_on=None
        )
    if facts.transit_to_id is not None or facts.item_status != ItemStatus.IN_SERVICE:
        Item.objects.filter(pk=facts.item_id).update(transit_to=None, status=ItemStatus.IN_SERVICE)
    if facts.own_hold is not None and _leaves_copy_on_shelf(facts):
        _give_on(Hold.objects.select_related("item").get(pk=facts.own_hold), here)


def _give_on(hold: Hold, here: Here) -> None:
    """End a hold, and let its copy go to who waits next.

    If that copy is at hand somewhere at this moment, it is lent or routed there: perhaps it is
    lent to the same patron, and waits for them.
    """
    if hold.item_id is not None and lock_if_free(hold.item_id):
        release(hold, here)
    else:
        hold.delete()


def _leaves_copy_on_shelf(facts: LendingFacts) -> bool:
    """Say whether they took another copy than the one set aside for them."""
    return facts.own_hold_item_id not in {None, facts.item_id}
