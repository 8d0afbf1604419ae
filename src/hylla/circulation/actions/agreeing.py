"""Saying yes and taking it back, for everything that rests on nothing but that yes (R07-R09)."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hylla.circulation.actions.history import start_history, stop_history
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.histories import age_refusals
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions import Shown, give_consent
from hylla.patrons.actions.consents import take_consent_back
from hylla.patrons.models import Consent, Guardianship, Identity
from hylla.patrons.models.consents import ConsentTo, GivenIn
from hylla.patrons.queries.family import may_share_loans
from hylla.privacy.clocks import today
from hylla.privacy.erasure import is_asked, lock_person
from hylla.privacy.policy import History, Policy

AT_DESK = frozenset({ConsentTo.TALKING_BOOKS, ConsentTo.OUTREACH})
"""What is said at the desk: where a right is shown, or an agreement is made."""


def offered(policy: Policy) -> tuple[ConsentTo, ...]:
    """Return what this library asks a consent for."""
    features = policy.features
    asked = {
        ConsentTo.LOAN_HISTORY: features.history is not History.OFF,
        ConsentTo.PROFILE: features.profile,
        ConsentTo.RECOMMENDATIONS: features.recommendations,
        ConsentTo.TALKING_BOOKS: features.talking_books,
        ConsentTo.FAMILY: features.guardians,
        ConsentTo.OUTREACH: bool(features.outreach),
    }
    return tuple(what for what, is_asked_for in asked.items() if is_asked_for)


def agree(person_id: UUID, what: ConsentTo, *, shown: Shown, now: datetime) -> None:
    """Say yes to one thing, and to nothing else.

    What belongs to more than a yes is said at the desk (`note_talking_books`, `outreach`).

    :raises Refused: it is not offered, the patron is too young or wants to be erased.
    """
    if what in AT_DESK:
        raise Refused(Reason(Refusal.CONSENT_AT_DESK))
    if what is ConsentTo.LOAN_HISTORY:
        start_history(person_id, shown=shown, now=now)
        return
    if what not in offered(shown.policy):
        raise Refused(Reason(Refusal.CONSENT_NOT_ASKED))
    reasons = _reasons_against(person_id, what, policy=shown.policy, on=today(shown.policy, now))
    with transaction.atomic():
        lock_person(person_id)
        if is_asked(person_id):
            reasons += (Reason(Refusal.ERASURE_ASKED),)
        if reasons:
            raise Refused(*reasons)
        give_consent(person_id, what, shown=shown, now=now)


def _reasons_against(
    person_id: UUID, what: ConsentTo, *, policy: Policy, on: date
) -> tuple[Reason, ...]:
    if what is ConsentTo.FAMILY:
        shares = may_share_loans(person_id, ages=policy.ages, on=on)
        return () if shares else (Reason(Refusal.NOTHING_TO_SHARE),)
    born = Identity.objects.filter(person=person_id).values_list("birth_date", flat=True).first()
    return age_refusals(born, on=on, policy=policy)


def note_talking_books(person_id: UUID, *, shown: Shown, now: datetime) -> None:
    """Note at the desk that someone has shown their right to talking books, and wants it noted.

    Nothing is kept of what they showed. There is no age for it: a guardian says yes for a child.

    :raises Refused: the library does not note it, or the patron wants to be erased.
    """
    if ConsentTo.TALKING_BOOKS not in offered(shown.policy):
        raise Refused(Reason(Refusal.CONSENT_NOT_ASKED))
    with transaction.atomic():
        lock_person(person_id)
        if is_asked(person_id):
            raise Refused(Reason(Refusal.ERASURE_ASKED))
        at_desk = replace(shown, given_in=GivenIn.DESK)
        give_consent(person_id, ConsentTo.TALKING_BOOKS, shown=at_desk, now=now)


def disagree(person_id: UUID, what: ConsentTo, *, now: datetime) -> int:
    """Take a yes back; what rested on it is deleted at once. Return how many rows that was."""
    if what is ConsentTo.LOAN_HISTORY:
        return stop_history(person_id, now=now)
    return take_consent_back(person_id, what, now=now)


def conform_consents(*, now: datetime, policy: Policy) -> int:
    """End consents to what the policy does not offer any more; return how many there were.

    Who has no guardian any more shares their loans with nobody (conflict case 8).
    """
    guarded = Guardianship.objects.filter(child=OuterRef("person"), ends_on__gt=today(policy, now))
    alone = Q(what=ConsentTo.FAMILY) & ~Exists(guarded)
    is_over = alone | ~Q(what__in=offered(policy))
    gone = Consent.objects.filter(is_over, withdrawn_at=None)
    ended = list(gone.values_list("person_id", "what"))
    for person_id, what in ended:
        disagree(person_id, ConsentTo(what), now=now)
    return len(ended)
