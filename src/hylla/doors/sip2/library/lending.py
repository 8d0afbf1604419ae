"""Lends, and lends longer."""

from uuid import UUID

from hylla.circulation import actions
from hylla.circulation.rules.codes import Refusal as Code
from hylla.doors.sip2.accounts import Borrower
from hylla.doors.sip2.items import Lent, LoanRequest, Refusal, RenewalRequest
from hylla.doors.sip2.library.place import Counter
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions import verify_pin
from hylla.patrons.queries import person_with_card
from hylla.patrons.queries.cards import PersonCard
from hylla.patrons.rules.card_numbers import tidied

ALREADY_DONE = frozenset(Code)
"""What a machine has lent while it was off line has left the building: what staff may set aside is
set aside. The library still refuses what it could not write down."""


def check_out(here: Counter, request: LoanRequest) -> Lent | Refusal:
    """Lend, or, where the patron has it already and the machine may renew, lend longer.

    The card alone borrows, as at the desk; a PIN that is sent must be right.
    """
    try:
        if request.borrower.pin is not None:
            verify_pin(_person_id(request.borrower), request.borrower.pin, now=here.now)
        lent = actions.check_out(
            card=tidied(request.borrower.card),
            barcode=request.item.strip(),
            branch_id=here.branch_id,
            now=here.at(request.done_at),
            policy=here.policy,
            overriding=_overridden(request),
        )
    except Refused as refused:
        if request.may_renew and _has(refused, Code.ITEM_ON_LOAN_TO_SAME):
            return _again(here, request)
        return here.for_card(request.borrower.card).refusal(
            refused.reasons, barcode=request.item.strip()
        )
    return Lent(item=lent.barcode, title=lent.title, due_on=lent.due_on)


def renew(here: Counter, request: RenewalRequest) -> Lent | Refusal:
    """Lend longer what the patron has."""
    try:
        return _renewed(here, request)
    except Refused as refused:
        return here.for_card(request.borrower.card).refusal(
            refused.reasons, barcode=request.item.strip()
        )


def _again(here: Counter, request: LoanRequest) -> Lent | Refusal:
    """Renew a loan that is asked for a second time.

    Where that would gain nothing the answer is yes, with the day it is due already: the machine
    lost the first answer, and must open the lock on what the patron has in their hands.
    """
    wish = RenewalRequest(
        borrower=Borrower(card=request.borrower.card), item=request.item, done_at=request.done_at
    )
    try:
        return _renewed(here, wish)
    except Refused as refused:
        answer = here.for_card(request.borrower.card).refusal(
            refused.reasons, barcode=request.item.strip()
        )
        due_on = refused.reasons[0].day
        if answer.reasons == (Code.RENEWAL_GAINS_NOTHING,) and due_on is not None:
            return Lent(item=request.item.strip(), title=answer.title, due_on=due_on)
        return answer


def _renewed(here: Counter, request: RenewalRequest) -> Lent:
    card = _card(request.borrower)
    if request.borrower.pin is not None:
        verify_pin(card.person_id, request.borrower.pin, now=here.now)
    renewed = actions.renew(
        barcode=request.item.strip(),
        person_id=card.person_id,
        now=here.at(request.done_at),
        policy=here.policy,
        overriding=_overridden(request),
    )
    return Lent(item=renewed.barcode, title=renewed.title, due_on=renewed.due_on, renewed=True)


def _card(borrower: Borrower) -> PersonCard:
    """Return the card that was shown, which must be one that is in use."""
    card = person_with_card(borrower.card)
    if card is None:
        raise Refused(Reason(Code.UNKNOWN_CARD))
    if not card.is_active:
        raise Refused(Reason(Code(f"card_{card.status}")))
    return card


def _person_id(borrower: Borrower) -> UUID | None:
    card = person_with_card(borrower.card)
    return card.person_id if card else None


def _overridden(request: LoanRequest | RenewalRequest) -> frozenset[Code]:
    """Return what does not count: a return that is undone may have set the item aside."""
    if request.done_at is not None:
        return ALREADY_DONE
    is_undone = isinstance(request, LoanRequest) and request.undo
    return frozenset({Code.ITEM_HELD_FOR_OTHER}) if is_undone else frozenset()


def _has(refused: Refused, code: Code) -> bool:
    return any(reason.code == code for reason in refused.reasons)
