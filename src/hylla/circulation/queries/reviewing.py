"""What a person looks at who decides whether a block that the program made stays."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hylla.circulation.queries.people import let_off_until, stopped_automatically
from hylla.circulation.rules.refusals import LetOff
from hylla.fees.queries import OpenClaim, claims_of
from hylla.library.refusals import Reason
from hylla.patrons.queries import glance_at
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.rights.inbox import RequestFacts, request_with, requests_open
from hylla.privacy.rights.terms import RequestKind


@dataclass(frozen=True, repr=False)
class ReviewCase:
    """One block to be looked at: who asks and in what words, what stops them, and what is owed."""

    request: RequestFacts
    person_id: UUID
    name: str
    stops: tuple[Reason, ...]
    claims: tuple[OpenClaim, ...]
    let_off: LetOff | None


def reviews_waiting(*, policy: Policy, now: datetime) -> tuple[RequestFacts, ...]:
    """Return the reviews that nobody has decided, the most urgent first."""
    waiting = requests_open(policy=policy, now=now)
    return tuple(each for each in waiting if _is_to_decide(each))


def review_case(request_id: UUID, *, policy: Policy, now: datetime) -> ReviewCase | None:
    """Return what is to be decided, or None where it is decided already; no title stands in it.

    Whoever shows it writes first that it was looked at.
    """
    facts = request_with(request_id, policy=policy, now=now)
    if facts is None or not _is_to_decide(facts) or facts.person_id is None:
        return None
    person_id = facts.person_id
    return ReviewCase(
        request=facts,
        person_id=person_id,
        name=glance_at(person_id, on=today(policy, now)).name,
        stops=stopped_automatically(person_id, now=now, policy=policy),
        claims=claims_of(person_id),
        let_off=let_off_until(person_id, now=now, policy=policy),
    )


def _is_to_decide(facts: RequestFacts) -> bool:
    is_open = facts.answered_at is None and facts.is_open and not facts.needs_child
    return is_open and facts.kind is RequestKind.REVIEW and facts.person_id is not None
