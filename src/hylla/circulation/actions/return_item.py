"""Take an item back: the loan goes, a fee may come, and the copy goes to whoever waits for it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.actions.closing import CLOSED_LOAN, goes_at_once
from hylla.circulation.actions.here import Here, tariff
from hylla.circulation.actions.history import remembering, remembering_for_chooser, remembers
from hylla.circulation.actions.routing import CopyAtHand, Destination, route
from hylla.circulation.actions.writing import COUNTED, USED, write
from hylla.circulation.queries.dialect import Key, as_date, as_day, as_key, as_moment, as_uuid
from hylla.circulation.queries.driver import TRANSACTION, Statement, Write, send
from hylla.circulation.queries.house import house_at
from hylla.circulation.queries.return_facts import ReturnFacts, lock_item, return_facts
from hylla.circulation.rules.back_dating import back_dating_refusals
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.fees.actions import open_claim, settle
from hylla.fees.models import Claim, ClaimKind
from hylla.fees.queries import fee_on
from hylla.fees.rules import Method, WaivedFor, overdue_fee
from hylla.library.refusals import Reason, Refused
from hylla.privacy.clocks import is_over
from hylla.privacy.erasure import complete
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.vocabulary import Purpose
from hylla.statistics.models import Event
from hylla.statistics.rules import age_band

RETURN = Event.RETURN.value
REMOVE = Statement("DELETE FROM circulation_loan WHERE id = %s")
KEEP = Statement(
    "UPDATE circulation_loan SET returned_at = %s, closed_at = %s, claim_id = %s WHERE id = %s"
)

NOTE = Statement("""
INSERT INTO circulation_lastreturn (item_id, returned_at) VALUES (%s, %s)
ON CONFLICT (item_id) DO UPDATE SET returned_at = excluded.returned_at
WHERE excluded.returned_at > circulation_lastreturn.returned_at
""")


class Returned(NamedTuple):
    """What a return came to. Whose loan it was is not told: it may be nobody's any more.

    `was_found` says that the item was counted as lost or missing until now, `was_lost` that it was
    lost; `waived_ore` is what was open of its price.
    """

    barcode: str
    record_id: int
    title: str
    was_on_loan: bool
    due_on: date | None
    fee_ore: int
    was_found: bool
    destination: Destination
    home_branch_id: int
    was_lost: bool = False
    waived_ore: int = 0

    @property
    def was_perhaps_paid(self) -> bool:
        """Whether the price may have been paid: then money goes back for a voucher's number."""
        return self.was_lost and not self.waived_ore


def return_item(
    *,
    barcode: str,
    branch_id: int,
    now: datetime,
    policy: Policy,
    returned_on: date | None = None,
) -> Returned:
    """Take the item with this barcode back, whoever brings it.

    `returned_on` is a day before today for which it counts, as it lay in a drop box: the fee is
    counted to that day, which is written nowhere.

    :raises Refused: the barcode is unknown, or a return may not count for that day.
    """
    on = today(now, policy=policy)
    if returned_on is not None:
        most = policy.lending.drop_box_days
        if reasons := back_dating_refusals(returned_on, today=on, most_days=most):
            raise Refused(*reasons)
    with TRANSACTION:
        lock_item(barcode)
        facts = return_facts(barcode, on=on)
        if facts is None:
            raise Refused(Reason(Refusal.UNKNOWN_ITEM))
        here = Here(branch_id, now, policy, house_at(facts.version), on)
        return come_back(facts, here, barcode=barcode, returned_on=returned_on)


def come_back(
    facts: ReturnFacts,
    here: Here,
    *,
    barcode: str,
    returned_on: date | None = None,
    happened: datetime | None = None,
) -> Returned:
    """End the loan, if there is one, and say where the copy goes; the item is locked.

    `happened` is when it came back, where that is told late: the loan ended then, and the copy goes
    where it goes now, for as long as from now.
    """
    then = here if happened is None else _at(happened, here)
    money = _end(facts, then, returned_on or then.today, here.now)
    destination = _put_away(facts, here)
    _complete(facts, here)
    return _returned(facts, barcode, money, destination)


def go_out_again(facts: ReturnFacts, here: Here, *, happened: datetime) -> None:
    """End the loan of what was lent again at that moment or soon after: nothing is put away."""
    then = _at(happened, here)
    _end(facts, then, then.today, here.now)
    if facts.was_found:
        Item.objects.filter(pk=facts.item_id).update(status=ItemStatus.IN_SERVICE)
    _complete(facts, here)


def _at(moment: datetime, here: Here) -> Here:
    return here._replace(now=moment, today=today(moment, policy=here.policy))


def _end(facts: ReturnFacts, then: Here, returned_on: date, told_at: datetime) -> "_Money":
    if facts.loan is not None:
        return _close(facts, then, returned_on, told_at)
    if then.policy.lending.offline_days:
        note_return(facts.item_id, at=then.now)
    return NO_MONEY


def _complete(facts: ReturnFacts, here: Here) -> None:
    if facts.wants_erasure:
        complete(as_uuid(facts.person), policy=here.policy, now=here.now)


def note_return(item_id: int, *, at: datetime) -> None:
    """Note when a copy was last at a desk; an earlier moment changes nothing."""
    send(NOTE, (item_id, as_moment(at)))


class _Money(NamedTuple):
    """What a return costs, and what is not owed any more, in ore."""

    fee: int
    waived: int


NO_MONEY = _Money(0, 0)


def _close(facts: ReturnFacts, here: Here, returned_on: date, told_at: datetime) -> _Money:
    """End the loan."""
    fee = _fee(facts, here, returned_on)
    waits_for = _open_claim(facts, here, fee)
    waived = _waive_price(facts, here)
    write(_writes(facts, here, waits_for=waits_for, told_at=told_at))
    return _Money(fee, waived)


def _waive_price(facts: ReturnFacts, here: Here) -> int:
    """Waive what is open of a lost item's price, for it is back; return how much that was."""
    if facts.claim is None or facts.open_claim_kind != ClaimKind.LOST:
        return 0
    claim = as_uuid(facts.claim)
    amount = Claim.objects.values_list("amount_ore", flat=True).get(pk=claim)
    found = WaivedFor.RETURNED
    settle(claim, method=Method.WAIVED, now=here.now, policy=here.policy, waived_for=found)
    return amount


def _fee(facts: ReturnFacts, here: Here, returned_on: date) -> int:
    due_on = facts.due_on
    if facts.said_returned_on is not None:
        # Nothing has grown since its patron said that it is returned.
        returned_on = min(returned_on, facts.said_returned_on)
    if due_on is None or returned_on <= due_on:
        return 0
    lender = here._replace(branch_id=facts.loan_branch_id)
    terms = lender.terms(facts.category, facts.item_type, facts.collection)
    fee = overdue_fee(
        due_on=lender.last_day(due_on), returned_on=returned_on, tariff=tariff(terms, here)
    )
    # What is contested grows no further (conflict case 56).
    return 0 if fee and is_restricted(as_uuid(facts.person), Purpose.FEES) else fee


def _open_claim(facts: ReturnFacts, here: Here, fee: int) -> Key | None:
    """Return the claim that hangs on the loan now: what was lost is back, what is late is owed."""
    claim = facts.claim
    if claim is not None and facts.open_claim_kind in {None, ClaimKind.LOST}:
        # The fee of an earlier renewal may be behind the price.
        hung = fee_on(as_uuid(claim))
        claim = None if hung is None else as_key(hung)
    if not fee:
        return claim
    opened = open_claim(
        as_uuid(facts.person),
        branch_id=here.branch_id,
        kind=ClaimKind.OVERDUE,
        amount_ore=fee,
        on=here.today,
    )
    return as_key(opened) if claim is None else claim


def _writes(
    facts: ReturnFacts, here: Here, *, waits_for: Key | None, told_at: datetime
) -> Iterator[Write]:
    """Yield the writes of a return: nothing of the loan stays but a number, unless it must."""
    if here.policy.lending.offline_days:
        yield NOTE, (facts.item_id, as_moment(here.now))
    if waits_for is not None and here.policy.lending.loan_waits_for_fee:
        yield KEEP, (as_moment(here.now), None, waits_for, facts.loan)
    elif _is_over(here, told_at) and not _is_held(facts, told_at):
        yield REMOVE, (facts.loan,)
    else:
        yield KEEP, (as_moment(here.now), as_moment(here.now), waits_for, facts.loan)
    if facts.history is not None and remembers(facts, here):
        yield remembering(facts, here)
    if here.policy.features.outreach:
        yield remembering_for_chooser(facts, here)
    day = as_day(here.today)
    # What a machine did off line comes in later; the days of both databases sort as text.
    if str(facts.last_used) < str(day):
        yield USED, (day, facts.person)
    band = age_band(as_date(facts.born), here.today)
    yield COUNTED, (day, here.branch, RETURN, facts.item_type, facts.category, band)


def _is_over(here: Here, told_at: datetime) -> bool:
    """Say whether a loan that was closed here is over at the moment when that is told."""
    policy, then = here.policy, here.now
    return goes_at_once(policy) or (
        told_at > then and is_over(CLOSED_LOAN, policy=policy, since=then, now=told_at)
    )


def _is_held(facts: ReturnFacts, told_at: datetime) -> bool:
    """Say whether a law holds the patron's loans back (conflict case 68)."""
    # Both are as the database has them, so that they compare.
    until: Any = facts.held_until
    return until is not None and bool(until > as_moment(told_at))


def _put_away(facts: ReturnFacts, here: Here) -> Destination:
    status = facts.status
    if facts.was_found:
        status = ItemStatus.IN_SERVICE
        Item.objects.filter(pk=facts.item_id).update(status=status)
    copy = CopyAtHand(
        facts.item_id,
        facts.record_id,
        status,
        facts.home_branch_id,
        facts.transit_to_id,
        facts.set_aside_hold,
        facts.waiting_hold is not None,
    )
    return route(copy, here)


def _returned(
    facts: ReturnFacts, barcode: str, money: _Money, destination: Destination
) -> Returned:
    return Returned(
        barcode,
        facts.record_id,
        facts.title,
        facts.loan is not None,
        facts.due_on,
        money.fee,
        facts.was_found,
        destination,
        facts.home_branch_id,
        facts.status == ItemStatus.LOST,
        money.waived,
    )
