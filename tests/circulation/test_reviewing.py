"""A person looks at what the program has stopped somebody for (GDPR article 22(3))."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from hylla.circulation.actions import (
    LiftUntil,
    ask_review,
    check_out,
    keep_block,
    let_borrow,
    take_up,
)
from hylla.circulation.queries import let_off_until, reasons_against, review_case, reviews_waiting
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.refusals import Borrower, LetOff, Stop, borrower_refusals
from hylla.circulation.rules.reviewing import faults_of_end
from hylla.fees.actions import open_claim
from hylla.fees.models import ClaimKind
from hylla.library.models import Staff
from hylla.library.refusals import Refused
from hylla.messages.actions import tell_answers
from hylla.messages.models import Message, Template
from hylla.patrons.actions import block, say_own_record
from hylla.patrons.models import Reprieve
from hylla.patrons.models.cards import BlockReason
from hylla.privacy.models import Request
from hylla.privacy.rights.answering import NotMade, answer_request, refuse_request
from hylla.privacy.rights.inbox import request_with
from hylla.privacy.rights.restriction import Restricted
from hylla.privacy.rights.terms import Asked, RequestKind
from hylla.privacy.rights.terms import Refused as Ground
from tests.circulation.world import NOW, TODAY, World, policy_of, with_fees

LIMIT = 10_000
LATER = NOW + timedelta(hours=1)
MONTH = TODAY + timedelta(days=30)
OWES = Borrower("active", owed_ore=LIMIT)


@pytest.fixture
def library(world: World) -> World:
    world.policy = with_fees(policy_of("fjordvik"), daily=200, cap=5000, block_at=LIMIT)
    return world


@pytest.fixture
def decider(library: World) -> int:
    return Staff.objects.create(username="one", branch=library.main, name="One").pk


def owes(library: World, ore: int = LIMIT) -> tuple[UUID, str]:
    """Add somebody whom the program stops."""
    person, card = library.patron()
    more(library, person, ore)
    return person, card


def more(library: World, person: UUID, ore: int) -> None:
    """Let them owe more."""
    kind = ClaimKind.LOST
    open_claim(person, branch_id=library.main.pk, kind=kind, amount_ore=ore, on=TODAY)


def at(library: World) -> dict[str, Any]:
    return {"policy": library.policy, "now": NOW}


def asks(library: World, person: UUID, words: str = "") -> UUID:
    return ask_review(person, asked=Asked(words=words), **at(library))


def stopped(library: World, card: str, *, days: int = 0) -> set[str]:
    """Return why a loan is refused."""
    try:
        check_out(
            card=card,
            barcode=library.item().barcode,
            branch_id=library.main.pk,
            now=NOW + timedelta(days=days),
            policy=library.policy,
        )
    except Refused as refused:
        return {each.code for each in refused.reasons}
    return set()


@pytest.mark.parametrize(
    ("until_on", "up_to", "owed", "is_stopped"),
    [
        (TODAY, None, LIMIT, False),
        (TODAY - timedelta(days=1), None, LIMIT, True),
        (TODAY, LIMIT, LIMIT, False),
        (TODAY, LIMIT, LIMIT + 1, True),
        (TODAY, 0, LIMIT, True),
    ],
)
def test_how_far_a_lift_reaches(
    until_on: date, up_to: int | None, owed: int, is_stopped: bool
) -> None:
    borrower = Borrower(
        "active",
        owed_ore=owed,
        stops=(Stop("invoice", None), Stop("conduct", None)),
        let_off=LetOff(until_on, up_to),
    )
    found = {each.code for each in borrower_refusals(borrower, on=TODAY, block_at_ore=LIMIT)}
    automatic = {Refusal.FEES_OVER_LIMIT, Refusal.BLOCKED_INVOICE}
    assert found == ({Refusal.BLOCKED_CONDUCT} | (automatic if is_stopped else set()))


@pytest.mark.parametrize(
    ("until_on", "fault"),
    [
        (TODAY, None),
        (TODAY - timedelta(days=1), Refusal.REPRIEVE_PAST),
        (date(2027, 5, 3), None),
        (date(2027, 5, 4), Refusal.REPRIEVE_TOO_LONG),
    ],
)
def test_a_lift_has_an_end_that_is_not_far(until_on: date, fault: Refusal | None) -> None:
    assert [each.code for each in faults_of_end(until_on, on=TODAY)] == ([fault] if fault else [])


def test_lifted_until_a_day_and_no_longer(library: World, decider: int) -> None:
    person, card = owes(library)
    assert stopped(library, card) == {Refusal.FEES_OVER_LIMIT}
    request = asks(library, person, "I was in hospital")
    let_borrow(request, lift=LiftUntil(MONTH), staff_id=decider, policy=library.policy, now=LATER)
    assert not stopped(library, card)
    assert not stopped(library, card, days=30)
    assert stopped(library, card, days=31) == {Refusal.FEES_OVER_LIMIT}
    assert tell_answers(now=LATER) == 1
    assert Message.objects.get().template == Template.REQUEST_ANSWERED
    assert Request.objects.get().words == ""


def test_lifted_until_more_is_owed(library: World, decider: int) -> None:
    person, card = owes(library)
    lift = LiftUntil(MONTH, while_no_more=True)
    let_borrow(asks(library, person), lift=lift, staff_id=decider, **at(library))
    assert not stopped(library, card)
    assert let_off_until(person, **at(library)) == LetOff(MONTH, LIMIT)
    more(library, person, 1)
    assert stopped(library, card) == {Refusal.FEES_OVER_LIMIT}


def test_an_unpaid_invoice_is_looked_at_too_and_what_staff_decided_is_not(
    library: World, decider: int
) -> None:
    person, card = library.patron()
    block(person, BlockReason.CONDUCT, on=TODAY)
    with pytest.raises(Refused, match=Refusal.NOTHING_TO_REVIEW):
        asks(library, person)
    block(person, BlockReason.INVOICE, on=TODAY)
    request = asks(library, person)
    let_borrow(request, lift=LiftUntil(MONTH), staff_id=decider, **at(library))
    assert stopped(library, card) == {Refusal.BLOCKED_CONDUCT}
    reasons = reasons_against(person, **at(library))
    assert [each.code for each in reasons] == [Refusal.BLOCKED_CONDUCT]


def test_kept_with_a_reason_that_they_are_told(library: World, decider: int) -> None:
    person, card = owes(library)
    request = asks(library, person)
    keep_block(request, ground=Ground.THINGS_MISSING, staff_id=decider, now=LATER)
    assert stopped(library, card) == {Refusal.FEES_OVER_LIMIT}
    facts = request_with(request, **at(library))
    assert facts is not None
    assert (facts.ground, facts.is_open) == (Ground.THINGS_MISSING, False)
    assert tell_answers(now=LATER) == 1
    assert Message.objects.get().template == Template.REQUEST_REFUSED
    assert asks(library, person) != request
    with pytest.raises(Refused, match=Refusal.REVIEW_NEEDS_REASON):
        keep_block(request, ground=Ground.UNFOUNDED, staff_id=decider, now=NOW)


def test_the_case_says_what_stops_them_and_the_clock_is_a_month(
    library: World, decider: int
) -> None:
    person, _ = owes(library)
    request = asks(library, person, "Half is paid")
    assert asks(library, person) == request
    (waiting,) = reviews_waiting(**at(library))
    assert (waiting.id, waiting.due_on) == (request, date(2026, 12, 3))
    case = review_case(request, **at(library))
    assert case is not None
    assert [each.code for each in case.stops] == [Refusal.FEES_OVER_LIMIT]
    assert (case.request.words, [each.amount_ore for each in case.claims]) == (
        "Half is paid",
        [LIMIT],
    )
    let_borrow(request, lift=LiftUntil(TODAY), staff_id=decider, **at(library))
    assert not reviews_waiting(**at(library))
    assert review_case(request, **at(library)) is None
    with pytest.raises(Refused, match="no_such_request"):
        let_borrow(request, lift=LiftUntil(TODAY), staff_id=decider, **at(library))


def test_what_has_settled_itself_is_answered_without_a_lift(library: World, decider: int) -> None:
    person, _ = library.patron()
    block(person, BlockReason.INVOICE, on=TODAY)
    request = asks(library, person)
    block(person, BlockReason.INVOICE, on=TODAY, until_on=TODAY - timedelta(days=1))
    let_borrow(request, lift=LiftUntil(TODAY), staff_id=decider, **at(library))
    assert not Reprieve.objects.exists()
    assert not reviews_waiting(**at(library))


def test_case_60_nobody_decides_about_themselves(library: World, decider: int) -> None:
    person, card = owes(library)
    request = asks(library, person)
    say_own_record(decider, person)
    with pytest.raises(Refused, match="own_record"):
        let_borrow(request, lift=LiftUntil(MONTH), staff_id=decider, **at(library))
    with pytest.raises(Refused, match="own_record"):
        keep_block(request, ground=Ground.STILL_OWED, staff_id=decider, now=NOW)
    assert stopped(library, card)
    colleague = Staff.objects.create(username="another", branch=library.main, name="Another").pk
    let_borrow(request, lift=LiftUntil(MONTH), staff_id=colleague, **at(library))
    assert not stopped(library, card)


def test_the_officer_does_not_answer_it_in_words_alone(library: World) -> None:
    person, _ = owes(library)
    request = asks(library, person)
    with pytest.raises(NotMade):
        answer_request(request, now=NOW)
    with pytest.raises(NotMade):
        refuse_request(request, ground=Ground.UNFOUNDED, now=NOW)
    other = take_up(
        RequestKind.EXTRACT, person_id=None, asked=Asked(name="x", reply_to="y"), **at(library)
    )
    assert other.request_id is not None
    with pytest.raises(NotMade):
        refuse_request(other.request_id, ground=Ground.STILL_OWED, now=NOW)


def test_nothing_is_decided_with_data_that_may_only_be_stored(library: World, decider: int) -> None:
    person, _ = owes(library)
    request = asks(library, person)
    take_up(RequestKind.RESTRICTION, person_id=person, asked=Asked(), **at(library))
    with pytest.raises(Restricted):
        let_borrow(request, lift=LiftUntil(MONTH), staff_id=decider, **at(library))


def test_nobody_unknown_is_stopped(library: World) -> None:
    with pytest.raises(Refused, match=Refusal.NOTHING_TO_REVIEW):
        take_up(RequestKind.REVIEW, person_id=None, asked=Asked(name="x"), **at(library))
