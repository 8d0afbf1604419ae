"""The patron's own page: what needs doing first, then all that is open."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.circulation.queries import Charge, OpenLoan, charges_of, loans_of, sets_of
from hylla.circulation.rules.reminding import next_reminder
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.mypage.needs import ReviewForm, Standing, needs_of, review_of, stops_of
from hylla.doors.parts.claims import ClaimLine, claim_words
from hylla.doors.parts.invoices import invoice_lines
from hylla.doors.parts.page import Said, today_of
from hylla.doors.parts.shelves import hold_rows, loan_rows
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import money
from hylla.fees.providers import is_paid_online
from hylla.fees.queries import balance_of, invoices_of, payments_of
from hylla.library.queries import BranchFacts, branches, policy_in_force
from hylla.messages.queries import messages_of
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries import consent_of, failing_of
from hylla.patrons.queries.family import answering_guardian, lacks_own_contact
from hylla.privacy.policy import History, Policy


@dataclass(frozen=True)
class Undo:
    """What was just done can be undone: what it was about, and what the button sends."""

    title: str
    token: str


@dataclass(frozen=True)
class Switch:
    """How the loan history stands: whether the library has any, and whether it is on."""

    is_offered: bool
    is_on: bool


@dataclass(frozen=True)
class Coming:
    """What comes by itself: the first due date, and the next reminder."""

    due_on: date | None
    reminded_on: date | None


@dataclass(frozen=True)
class PaymentLink:
    """A payment on the web, lately."""

    reference: str
    began_at: datetime
    amount: str


@for_patron
def home(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show what needs doing, and everything that is open."""
    return shown(request, person_id, title=_("My page"))


def shown(
    request: HttpRequest,
    person_id: uuid.UUID,
    *,
    title: str,
    said: Said | None = None,
    outcomes: Mapping[uuid.UUID, str] | None = None,
    undo: Undo | None = None,
    review_form: ReviewForm | None = None,
) -> HttpResponse:
    """Make the page: what just happened first, then what needs doing, then all that is open."""
    policy, now, day = policy_in_force(), now_of(request), today_of(request)
    loans = loans_of(person_id, now=now, policy=policy)
    holds, owed = hold_rows(person_id, now=now), balance_of(person_id)
    return my_page(
        request,
        "mypage/home.html",
        title=title,
        tab="home",
        said=[said] if said else [],
        undo=undo,
        needs=needs_of(Standing(loans, holds, owed), day=day),
        own_contact=lacks_own_contact(person_id, ages=policy.ages, on=day),
        failing=failing_of(person_id, policy=policy, now=now),
        stops=stops_of(person_id, policy=policy, now=now),
        review=review_of(person_id, policy=policy, now=now),
        review_form=review_form or ReviewForm(),
        coming=_coming(loans, day, policy),
        loans=loan_rows(loans, outcomes or {}),
        holds=holds,
        sets=sets_of(person_id),
        branches=_choices(),
        claims=[_claim(each) for each in charges_of(person_id, now=now, policy=policy)],
        **_owed(person_id, owed, on=day),
        pays_online=is_paid_online(policy),
        payments=_payments(person_id, policy, now),
        invoices=invoice_lines(invoices_of(person_id, policy=policy, now=now)),
        messages=len(messages_of(person_id, policy=policy, now=now)),
        history=_switch(person_id),
        status=422 if review_form or (said and said.tone == "bad") else 200,
    )


def _coming(loans: tuple[OpenLoan, ...], day: date, policy: Policy) -> Coming:
    due_dates = [loan.last_on for loan in loans if loan.said_returned_on is None]
    reminded_on = next_reminder(due_dates, after=day, steps=policy.reminders)
    return Coming(min(due_dates, default=None), reminded_on)


def _choices() -> tuple[BranchFacts, ...]:
    """Return the branches to choose from; none where there is no choice."""
    every = branches()
    return every if len(every) > 1 else ()


def _payments(person_id: uuid.UUID, policy: Policy, now: datetime) -> list[PaymentLink]:
    """Return the payments on the web that can still be looked at; none where nobody pays so."""
    return [
        PaymentLink(each.reference, each.began_at, money(sum(one.amount_ore for one in each.lines)))
        for each in payments_of(person_id, now=now, policy=policy)
    ]


def _switch(person_id: uuid.UUID) -> Switch:
    is_offered = policy_in_force().features.history is not History.OFF
    return Switch(is_offered, consent_of(person_id, ConsentTo.LOAN_HISTORY) is not None)


def _owed(person_id: uuid.UUID, ore: int, *, on: date) -> dict[str, object]:
    """Return what is owed in all, and whether a guardian answers for it."""
    is_answered_for = bool(ore) and answering_guardian(person_id, on=on) is not None
    return {"owed": money(ore), "is_answered_for": is_answered_for}


def _claim(charge: Charge) -> ClaimLine:
    """Name the title while a loan still knows it: to the patron, to nobody at the desk."""
    what = claim_words(charge.kind, for_ward=charge.for_ward)
    if charge.title:
        what = f"{what}: {charge.title}"
    amount = charge.amount_ore
    return ClaimLine(charge.claim_id, what, charge.opened_on, money(amount), amount)
