"""A person looks at what the program has decided alone, because somebody asks (GDPR art. 22(3))."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hylla.circulation.queries.people import stopped_automatically
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.reviewing import faults_of_end
from hylla.fees.queries import balance_of
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions import refuse_own, reprieve
from hylla.patrons.actions.locking import lock_person
from hylla.patrons.actions.rights import ask
from hylla.patrons.rules import Code
from hylla.privacy.clocks import today
from hylla.privacy.models import Request
from hylla.privacy.policy import Policy
from hylla.privacy.rights.answering import answer_made, refuse_request
from hylla.privacy.rights.restriction import Restricted, is_restricted
from hylla.privacy.rights.terms import OF_A_REVIEW, Asked, RequestKind
from hylla.privacy.rights.terms import Refused as Ground


@dataclass(frozen=True)
class LiftUntil:
    """How far a block is lifted: to the end of a day, perhaps while no more is owed than now."""

    until_on: date
    while_no_more: bool = False


def ask_review(person_id: UUID, *, asked: Asked, policy: Policy, now: datetime) -> UUID:
    """Take a request that a person looks at what stops somebody; return its number.

    :raises Refused: nothing that the program decided alone stops them, or nothing was shown.
    """
    with transaction.atomic():
        lock_person(person_id)
        if not stopped_automatically(person_id, now=now, policy=policy):
            raise Refused(Reason(Refusal.NOTHING_TO_REVIEW))
        taken = ask(RequestKind.REVIEW, person_id=person_id, policy=policy, now=now, asked=asked)
        return taken.pk


def keep_block(request_id: UUID, *, ground: Ground, staff_id: int, now: datetime) -> None:
    """Leave somebody stopped, for a reason that they are told.

    :raises Refused: it is decided already, or about oneself or one's family (conflict case 60).
    """
    if ground not in OF_A_REVIEW:
        raise Refused(Reason(Refusal.REVIEW_NEEDS_REASON))
    with transaction.atomic():
        _open_for(request_id, staff_id)
        refuse_request(request_id, ground=ground, now=now)


def let_borrow(
    request_id: UUID, *, lift: LiftUntil, staff_id: int, policy: Policy, now: datetime
) -> None:
    """Let somebody borrow in spite of what they owe, until a day; where nothing stops them, say so.

    :raises Refused: the day is past or too far off, it is decided already, or about oneself or
        one's family (conflict case 60).
    """
    with transaction.atomic():
        person_id = _open_for(request_id, staff_id)
        if stopped_automatically(person_id, now=now, policy=policy):
            on = today(policy, now)
            if faults := faults_of_end(lift.until_on, on=on):
                raise Refused(*faults)
            most = balance_of(person_id) if lift.while_no_more else None
            reprieve(person_id, on=on, until_on=lift.until_on, up_to_ore=most)
        answer_made(request_id, now=now)


def _open_for(request_id: UUID, staff_id: int) -> UUID:
    """Return whose request it is, and let nobody else decide it meanwhile."""
    mine = Request.objects.filter(pk=request_id, kind=RequestKind.REVIEW, person__isnull=False)
    person_id = mine.values_list("person", flat=True).first()
    if person_id is None:
        raise Refused(Reason(Code.NO_SUCH_REQUEST))
    lock_person(person_id)
    if not mine.filter(answered_at=None, closed_at=None, needs_child=False).exists():
        raise Refused(Reason(Code.NO_SUCH_REQUEST))
    if is_restricted(person_id):
        raise Restricted
    refuse_own(staff_id, person_id)
    return person_id
