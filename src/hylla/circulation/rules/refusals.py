"""Every reason against a loan, a renewal or a hold, all at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.terms import Terms
from hylla.library.refusals import Reason
from hylla.patrons.rules import age_on

STAFF_MAY_LEND = frozenset({"lost", "missing", "in_process"})
"""States in which an item that is in someone's hand may be lent after all: it was found."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A block in force on the day, for its coded reason, perhaps until a day."""

    reason: str
    until_on: date | None


@dataclass(frozen=True, slots=True)
class LetOff:
    """What a person decided about automatic blocks: none until a day, or while little is owed."""

    until_on: date
    up_to_ore: int | None


AUTOMATIC = frozenset({Refusal.FEES_OVER_LIMIT, Refusal.BLOCKED_INVOICE})
"""What the program decides alone, and a person looks at on request (GDPR article 22(3))."""


class Borrower(NamedTuple):
    """What the decision must know of the patron; `card_status` is None for an unknown card."""

    card_status: str | None
    card_expires_on: date | None = None
    birth_date: date | None = None
    open_loans: int = 0
    owed_ore: int = 0
    stops: tuple[Stop, ...] = ()
    wants_erasure: bool = False
    of_type: int = 0
    """Open loans of the item's type; counted only where the rule has a limit for them."""
    has_talking_books: bool = False
    """Whether the right to talking books is noted; looked for only where the rule asks for it."""
    let_off: LetOff | None = None


class Copy(NamedTuple):
    """What the decision must know of the item; `status` is None for an unknown barcode."""

    status: str | None
    on_loan: bool = False
    on_loan_to_same: bool = False
    held_for_other: bool = False


@dataclass(frozen=True, slots=True)
class RunningLoan:
    """What the decision must know of a loan to be renewed."""

    renewals: int
    due_on: date
    new_due_on: date
    others_wait: bool
    claimed_as_lost: bool
    said_returned: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What the decision must know of a title someone wants to hold."""

    lendable_items: int
    already_held: bool
    on_loan_to_same: bool
    open_holds: int


def refusals(
    borrower: Borrower, copy: Copy, *, terms: Terms | None, on: date, block_at_ore: int
) -> tuple[Reason, ...]:
    """Return every reason against lending the copy to the borrower today; none means yes."""
    reasons = _against_borrower(borrower, on=on, block_at_ore=block_at_ore) + _against_copy(copy)
    if borrower.card_status is not None and copy.status is not None:
        reasons += _against_terms(borrower, terms, on=on)
    return tuple(reasons)


def renewal_refusals(
    borrower: Borrower, loan: RunningLoan, *, terms: Terms, on: date, block_at_ore: int
) -> tuple[Reason, ...]:
    """Return every reason against a new due date; the borrower already has the thing."""
    reasons = _against_borrower(borrower, on=on, block_at_ore=block_at_ore)
    if loan.renewals >= terms.max_renewals:
        reasons.append(Reason(Refusal.TOO_MANY_RENEWALS, True, number=terms.max_renewals))
    if loan.others_wait:
        reasons.append(Reason(Refusal.HELD_BY_OTHER, True))
    if loan.new_due_on <= loan.due_on:
        reasons.append(Reason(Refusal.RENEWAL_GAINS_NOTHING, day=loan.due_on))
    if loan.claimed_as_lost:
        reasons.append(Reason(Refusal.CLAIMED_AS_LOST))
    if loan.said_returned:
        reasons.append(Reason(Refusal.SAID_RETURNED))
    return tuple(reasons)


def hold_refusals(
    borrower: Borrower, wish: Wish, *, terms: Terms | None, on: date, block_at_ore: int
) -> tuple[Reason, ...]:
    """Return every reason against holding a title."""
    reasons = _against_borrower(borrower, on=on, block_at_ore=block_at_ore)
    if wish.already_held:
        reasons.append(Reason(Refusal.ALREADY_HELD))
    if wish.on_loan_to_same:
        reasons.append(Reason(Refusal.HAS_IT_ON_LOAN))
    if not wish.lendable_items:
        reasons.append(Reason(Refusal.NOTHING_TO_HOLD))
    elif terms is None:
        reasons.append(Reason(Refusal.NO_RULE))
    else:
        reasons += _against_age(borrower, terms, on=on) + _against_right(borrower, terms)
        if wish.open_holds >= terms.max_holds:
            reasons.append(Reason(Refusal.TOO_MANY_HOLDS, True, number=terms.max_holds))
    return tuple(reasons)


def borrower_refusals(borrower: Borrower, *, on: date, block_at_ore: int) -> tuple[Reason, ...]:
    """Return every reason for which someone may borrow nothing at all today."""
    return tuple(_against_borrower(borrower, on=on, block_at_ore=block_at_ore))


def standing(reasons: Iterable[Reason], *, overriding: Collection[str]) -> tuple[Reason, ...]:
    """Return the reasons that remain when staff override those they may."""
    return tuple(each for each in reasons if not (each.may_override and each.code in overriding))


def _against_borrower(borrower: Borrower, *, on: date, block_at_ore: int) -> list[Reason]:
    status = borrower.card_status
    if status is None:
        return [Reason(Refusal.UNKNOWN_CARD)]
    reasons = [] if status == "active" else [Reason(Refusal(f"card_{status}"))]
    if borrower.card_expires_on is not None and borrower.card_expires_on < on:
        reasons.append(Reason(Refusal.CARD_EXPIRED, True, day=borrower.card_expires_on))
    reasons += [
        Reason(Refusal(f"blocked_{stop.reason}"), True, day=stop.until_on)
        for stop in borrower.stops
    ]
    if block_at_ore and borrower.owed_ore >= block_at_ore:
        reasons.append(Reason(Refusal.FEES_OVER_LIMIT, True, number=borrower.owed_ore))
    if _is_let_off(borrower, on=on):
        reasons = [each for each in reasons if each.code not in AUTOMATIC]
    if borrower.wants_erasure:
        reasons.append(Reason(Refusal.ERASURE_ASKED))
    return reasons


def _is_let_off(borrower: Borrower, *, on: date) -> bool:
    let_off = borrower.let_off
    if let_off is None or let_off.until_on < on:
        return False
    return let_off.up_to_ore is None or borrower.owed_ore <= let_off.up_to_ore


def _against_copy(copy: Copy) -> list[Reason]:
    if copy.status is None:
        return [Reason(Refusal.UNKNOWN_ITEM)]
    reasons = []
    if copy.status != "in_service":
        may_lend = copy.status in STAFF_MAY_LEND
        reasons.append(Reason(Refusal(f"item_{copy.status}"), may_lend))
    if copy.on_loan:
        same = copy.on_loan_to_same
        code = Refusal.ITEM_ON_LOAN_TO_SAME if same else Refusal.ITEM_ON_LOAN_TO_OTHER
        reasons.append(Reason(code))
    if copy.held_for_other:
        reasons.append(Reason(Refusal.ITEM_HELD_FOR_OTHER, True))
    return reasons


def _against_terms(borrower: Borrower, terms: Terms | None, *, on: date) -> list[Reason]:
    if terms is None:
        return [Reason(Refusal.NO_RULE)]
    reasons = [] if terms.is_lent else [Reason(Refusal.ITEM_NOT_LENT, True)]
    if borrower.open_loans >= terms.max_loans:
        reasons.append(Reason(Refusal.TOO_MANY_LOANS, True, number=terms.max_loans))
    if terms.max_of_type is not None and borrower.of_type >= terms.max_of_type:
        reasons.append(Reason(Refusal.TOO_MANY_OF_TYPE, True, number=terms.max_of_type))
    return reasons + _against_age(borrower, terms, on=on) + _against_right(borrower, terms)


def _against_age(borrower: Borrower, terms: Terms, *, on: date) -> list[Reason]:
    """Refuse whoever is younger than the rule asks; staff may look at someone's age themselves."""
    if not terms.min_age:
        return []
    if borrower.birth_date is None:
        return [Reason(Refusal.TOO_YOUNG, True, number=terms.min_age)]
    if age_on(borrower.birth_date, on) < terms.min_age:
        return [Reason(Refusal.TOO_YOUNG, number=terms.min_age)]
    return []


def _against_right(borrower: Borrower, terms: Terms) -> list[Reason]:
    """Refuse a talking book to whoever has not shown the right; a law decides that, not staff."""
    if terms.talking_books and not borrower.has_talking_books:
        return [Reason(Refusal.TALKING_BOOKS_ONLY)]
    return []
