"""A patron says that a loan is returned: the copy is searched for, and found or not.

Standard works call it "claimed returned"; a claim is money here.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.circulation.actions.renew import open_loan
from hylla.circulation.actions.return_item import Returned, return_item
from hylla.circulation.models import Loan
from hylla.circulation.queries.return_facts import lock_item
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.searching import due_after_search
from hylla.library.refusals import Reason, Refused
from hylla.messages.actions import enqueue
from hylla.messages.models import Template
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.vocabulary import Purpose


def say_returned(
    barcode: str, *, person_id: UUID | None = None, now: datetime, policy: Policy
) -> str:
    """Note that a loan is said to be returned, and return its title; with `person_id`, only theirs.

    From today on no fee grows and nobody is reminded. Said again, the first day stands.

    :raises Refused: it is not on loan, not theirs, or its price is claimed already.
    """
    with transaction.atomic():
        loan = open_loan(barcode, person_id)
        if loan.is_claimed_as_lost:
            raise Refused(Reason(Refusal.CLAIMED_AS_LOST))
        if loan.said_returned_on is None:
            _mark(loan, said_returned_on=today(now, policy=policy))
        return loan.item.record.title


def unsay_returned(barcode: str, *, person_id: UUID | None = None) -> str:
    """Forget that a loan is said to be returned: its patron has found it at home; return its title.

    The due date is the old one.

    :raises Refused: it is not on loan, not theirs, or is not searched for.
    """
    with transaction.atomic():
        loan = _searched_for(barcode, person_id)
        _mark(loan, said_returned_on=None)
        return loan.item.record.title


def find_on_shelf(barcode: str, *, branch_id: int, now: datetime, policy: Policy) -> Returned:
    """Return a copy that was found on a shelf, without a fee: nobody knows since when it stood.

    :raises Refused: it is not searched for any more.
    """
    with transaction.atomic():
        # The item first, as in a return, so that the two never wait for each other.
        lock_item(barcode)
        loan = _searched_for(barcode, None)
        said_on = loan.said_returned_on
        if said_on is not None and loan.due_on < said_on:
            _mark(loan, due_on=said_on)
        return return_item(barcode=barcode, branch_id=branch_id, now=now, policy=policy)


def end_search(barcode: str, *, now: datetime, policy: Policy) -> None:
    """Let a loan go on whose copy was not found, and tell its patron, without the title.

    The days of the search do not count, and nothing remembers that there was one.

    :raises Refused: it is not searched for any more.
    """
    with transaction.atomic():
        loan = _searched_for(barcode, None)
        day = today(now, policy=policy)
        said_on = loan.said_returned_on or day
        due_on = due_after_search(loan.due_on, said_on=said_on, today=day)
        _mark(loan, said_returned_on=None, due_on=due_on)
        if not is_restricted(loan.patron_id, Purpose.MESSAGES):
            enqueue(Template.NOT_FOUND, person_id=loan.patron_id, now=now, day=due_on)


def _searched_for(barcode: str, person_id: UUID | None) -> Loan:
    loan = open_loan(barcode, person_id)
    if loan.said_returned_on is None:
        raise Refused(Reason(Refusal.NOT_SEARCHED_FOR))
    return loan


def _mark(loan: Loan, **values: object) -> None:
    for name, value in values.items():
        setattr(loan, name, value)
    loan.save(update_fields=list(values))
