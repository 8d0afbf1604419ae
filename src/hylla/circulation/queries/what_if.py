"""Which rule applies in a case and why, and what it would come to: nobody is looked at."""

from dataclasses import dataclass
from datetime import date, datetime, time

from hylla.circulation.queries.house import House, house_at
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.recalling import recalled_due
from hylla.circulation.rules.refusals import Borrower, Copy, Wish, hold_refusals, refusals
from hylla.circulation.rules.tariffs import capped_after, tariff_of
from hylla.circulation.rules.terms import Asked, Candidate, Terms, candidates
from hylla.fees.rules import Tariff, overdue_fee
from hylla.library.queries import opening_week, rules_version
from hylla.library.refusals import Reason
from hylla.privacy.policy import Policy

GROWN_UP = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Supposed:
    """Somebody who borrows something today; without `age` they are old enough for everything."""

    asked: Asked
    age: int | None = None
    loans: int = 0
    of_type: int = 0
    holds: int = 0
    days_late: int = 0
    has_talking_books: bool = False


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would come of it. Without a rule there is nothing but the refusals.

    `closes_at` is when the branch closes on the day on which it is due. `latest_on` is when it must
    be back if it is renewed on its last day as often as the rule lets; `recall_on` when it is due
    if it is called back as soon as it is lent; `capped_after` the late days after which it costs
    no more, None where it costs nothing.
    """

    candidates: tuple[Candidate, ...]
    terms: Terms | None
    due_on: date | None
    closes_at: time | None
    latest_on: date | None
    recall_on: date | None
    tariff: Tariff
    fee_ore: int
    capped_after: int | None
    reasons: tuple[Reason, ...]
    hold_reasons: tuple[Reason, ...]


def what_if(supposed: Supposed, *, now: datetime, policy: Policy) -> WhatIf:
    """Return which rule would decide, and what on."""
    house, on = house_at(rules_version()), today(now, policy=policy)
    asked = supposed.asked
    terms = house.terms_for(asked)
    due_on = None if terms is None else house.due_date(asked.branch_id, on, terms)
    tariff = tariff_of(terms, promised=policy.fees)
    late = None if due_on is None else date.fromordinal(due_on.toordinal() + supposed.days_late)
    borrower = _borrower(supposed, on)
    wish = Wish(
        1 if terms is None or terms.is_lent else 0,
        already_held=False,
        on_loan_to_same=False,
        open_holds=supposed.holds,
    )
    return WhatIf(
        candidates(house.terms, asked),
        terms,
        due_on,
        _closes_at(asked.branch_id, due_on),
        None if terms is None or due_on is None else _latest(house, asked, terms, due_on),
        None if terms is None else _recall(house, asked, terms, on=on, policy=policy),
        tariff,
        overdue_fee(due_on=due_on, returned_on=late, tariff=tariff) if due_on and late else 0,
        capped_after(tariff),
        refusals(borrower, Copy("in_service"), terms=terms, on=on, block_at_ore=0),
        hold_refusals(borrower, wish, terms=terms, on=on, block_at_ore=0),
    )


def _borrower(supposed: Supposed, on: date) -> Borrower:
    return Borrower(
        "active",
        birth_date=GROWN_UP if supposed.age is None else _born(supposed.age, on),
        open_loans=supposed.loans,
        of_type=supposed.of_type,
        has_talking_books=supposed.has_talking_books,
    )


def _born(age: int, on: date) -> date:
    """Return the birth date of somebody who has a birthday today."""
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return date(on.year - age, on.month, day)


def _closes_at(branch_id: int, due_on: date | None) -> time | None:
    week = opening_week(branch_id) if due_on else ()
    closing = [each.closes_at for each in week if due_on and each.weekday == due_on.weekday()]
    return max(closing, default=None)


def _recall(house: House, asked: Asked, terms: Terms, *, on: date, policy: Policy) -> date | None:
    calendar, notice = house.calendar(asked.branch_id), policy.lending.recall_notice_days
    return recalled_due(on, today=on, terms=terms, notice_days=notice, calendar=calendar)


def _latest(house: House, asked: Asked, terms: Terms, due_on: date) -> date:
    """Return when it must be back at last; a renewal that gains nothing is refused."""
    for _ in range(terms.max_renewals):
        longer = house.due_date(asked.branch_id, due_on, terms)
        if longer <= due_on:
            break
        due_on = longer
    return due_on
