"""A patron's own loan history: on, off, remembered with the return, forgotten on request."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import TruncMonth

from hylla.circulation.actions.here import Here
from hylla.circulation.actions.writing import write
from hylla.circulation.models import History
from hylla.circulation.queries.dialect import ON_POSTGRESQL, as_day, as_key
from hylla.circulation.queries.driver import Statement, Write
from hylla.circulation.queries.return_facts import ReturnFacts
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.histories import history_refusals, remembered_day
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions import Shown, give_consent, withdraw_consent
from hylla.patrons.models import Consent, Identity, Person
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.rules import last_birth_date
from hylla.privacy.clocks import today
from hylla.privacy.erasure import is_asked
from hylla.privacy.policy import History as Offered
from hylla.privacy.policy import Policy

# The consent is read again under a lock: taken back since the facts were read, it writes nothing,
# and taken back from now on, it waits for this row and removes it.
REMEMBER = Statement(f"""
INSERT INTO circulation_history (id, consent_id, record_id, returned_on, is_month)
SELECT %s, id, %s, %s, %s FROM patrons_consent WHERE id = %s AND withdrawn_at IS NULL
{"FOR SHARE" if ON_POSTGRESQL else ""}
""")  # noqa: S608 - the word is one of the two above

# The same for whoever chooses books for an outreach patron, under a consent of its own (R46).
REMEMBER_FOR_CHOOSER = Statement(f"""
INSERT INTO circulation_outreachhistory (id, consent_id, record_id, returned_on)
SELECT %s, id, %s, %s FROM patrons_consent
WHERE person_id = %s AND what = 'outreach' AND withdrawn_at IS NULL
{"FOR SHARE" if ON_POSTGRESQL else ""}
""")  # noqa: S608 - the word is one of the two above


def start_history(person_id: UUID, *, shown: Shown, now: datetime) -> None:
    """Remember what someone returns from now on; what was returned before stays unknown.

    :raises Refused: the library keeps no histories, the patron is too young or wants to be erased.
    """
    born = Identity.objects.filter(person=person_id).values_list("birth_date", flat=True).first()
    day = today(shown.policy, now)
    reasons = history_refusals(born, on=day, policy=shown.policy)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
        if is_asked(person_id):
            reasons += (Reason(Refusal.ERASURE_ASKED),)
        if reasons:
            raise Refused(*reasons)
        give_consent(person_id, ConsentTo.LOAN_HISTORY, shown=shown, now=now)


def stop_history(person_id: UUID, *, now: datetime) -> int:
    """Remember nothing more, delete all that is remembered, and return how much that was (R05)."""
    with transaction.atomic():
        withdraw_consent(person_id, ConsentTo.LOAN_HISTORY, now=now)
        return forget_history(person_id)


def forget_history(person_id: UUID) -> int:
    """Delete all that is remembered so far, and go on remembering."""
    return History.objects.filter(consent__person=person_id).delete()[0]


def forget_entry(entry_id: UUID, *, person_id: UUID) -> bool:
    """Delete one entry, if it is theirs; return whether there was one."""
    return bool(History.objects.filter(pk=entry_id, consent__person=person_id).delete()[0])


def remembering(facts: ReturnFacts, here: Here) -> Write:
    """Return the write that remembers a return."""
    day = remembered_day(here.today, policy=here.policy)
    is_month = here.policy.features.history is Offered.MONTH
    return REMEMBER, (as_key(uuid4()), facts.record_id, as_day(day), is_month, facts.history)


def remembering_for_chooser(facts: ReturnFacts, here: Here) -> Write:
    """Return the write that remembers a return of an outreach patron's, and of nobody else's."""
    month = as_day(here.today.replace(day=1))
    return REMEMBER_FOR_CHOOSER, (as_key(uuid4()), facts.record_id, month, facts.person)


def remember_late(
    person_id: UUID, record_id: int, *, returned_at: datetime, policy: Policy
) -> None:
    """Remember a loan that is told of after its return, as the return would have done.

    Only under a yes that was said before the return, and is not taken back.
    """
    said = Consent.objects.filter(
        person=person_id, withdrawn_at=None, given_at__lte=returned_at
    ).values_list("what", "pk")
    yes = {what: as_key(pk) for what, pk in said}
    on = today(policy, returned_at)
    history = yes.get(ConsentTo.LOAN_HISTORY)
    if history is not None and policy.features.history is not Offered.OFF:
        day = as_day(remembered_day(on, policy=policy))
        is_month = policy.features.history is Offered.MONTH
        write([(REMEMBER, (as_key(uuid4()), record_id, day, is_month, history))])
    if ConsentTo.OUTREACH in yes and policy.features.outreach:
        month = as_day(on.replace(day=1))
        write([(REMEMBER_FOR_CHOOSER, (as_key(uuid4()), record_id, month, as_key(person_id)))])


def remembers(facts: ReturnFacts, here: Here) -> bool:
    """Say whether this return is to be remembered: consented to, and offered here still."""
    return facts.history is not None and here.policy.features.history is not Offered.OFF


def conform_history(*, now: datetime, policy: Policy) -> int:
    """Bring what is remembered into line with the policy; return how many entries that changed.

    Where histories are no longer offered, or not to people that young, the consents end and all
    goes; where only the month may be kept, older dates become months.
    """
    with transaction.atomic():
        ended = Consent.objects.filter(
            _no_longer_offered(now, policy), what=ConsentTo.LOAN_HISTORY, withdrawn_at=None
        )
        people = list(ended.values_list("person_id", flat=True))
        gone = sum(stop_history(person_id, now=now) for person_id in people)
    if policy.features.history is not Offered.MONTH:
        return gone
    exact = History.objects.filter(is_month=False)
    return gone + exact.update(returned_on=TruncMonth("returned_on"), is_month=True)


def _no_longer_offered(now: datetime, policy: Policy) -> Q:
    if policy.features.history is Offered.OFF:
        return Q()
    youngest = last_birth_date(policy.ages.own_history, on=today(policy, now))
    return Q(person__identity__birth_date__gt=youngest)
