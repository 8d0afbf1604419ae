"""What rests on a yes: nothing without one in force, and each can be shown."""

import re
from datetime import datetime

from django.db import connection

from hylla.circulation.models import History
from hylla.messages.models import PushSubscription
from hylla.patrons.models import Consent
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.rules import last_birth_date
from hylla.privacy.clocks import today
from hylla.privacy.policy import History as Offered
from hylla.privacy.policy import Policy
from hylla.privacy.verify import GRACE, Finding
from hylla.site.probes.columns import only

# By hand, so that it does not ask in the words of the code it judges.
UNWANTED = """
SELECT COUNT(*) FROM circulation_history entry
LEFT JOIN patrons_consent consent ON consent.id = entry.consent_id
WHERE consent.id IS NULL OR consent.withdrawn_at IS NOT NULL OR consent.what <> 'loan_history'
"""


def history_is_wanted(policy: Policy, now: datetime) -> Finding:
    """No entry without a consent in force, none under a policy that offers none, none too exact."""
    with connection.cursor() as cursor:
        cursor.execute(UNWANTED)
        unwanted = cursor.fetchone()[0]
    wanted = Consent.objects.filter(what=ConsentTo.LOAN_HISTORY, withdrawn_at=None)
    problems = [f"{unwanted} entries nobody wants any more"] if unwanted else []
    # A policy may have changed today: the night brings histories into line with it.
    settled = wanted.filter(given_at__lt=now - GRACE)
    if policy.features.history is Offered.OFF and settled.exists():
        problems.append(f"{settled.count()} histories that this library does not offer")
    youngest = last_birth_date(policy.ages.own_history, on=today(policy, now - GRACE))
    young = settled.filter(person__identity__birth_date__gt=youngest).count()
    if young:
        problems.append(f"{young} histories of people too young for them")
    if policy.features.history is Offered.MONTH:
        exact = History.objects.filter(returned_on__lt=now - GRACE).exclude(returned_on__day=1)
        problems += [f"{exact.count()} entries tell the day"] if exact.exists() else []
    return Finding(wanted.count() + History.objects.count(), tuple(problems))


def consents_are_proven(policy: Policy, now: datetime) -> Finding:
    """Each consent says under which version of the notice, in which language and where (R07)."""
    unproven = Consent.objects.exclude(
        notice_digest__regex=r"^[0-9a-f]{64}$",
        notice_version__regex=r"^[0-9.]+$",
        language__gt="",
        given_in__gt="",
    )
    number = unproven.count()
    early = Consent.objects.filter(given_at__gt=now + GRACE).count()
    problems = [f"{number} consents cannot be shown"] if number else []
    problems += [f"{early} consents were given in time to come"] if early else []
    return Finding(Consent.objects.count(), tuple(problems))


def push_by_choice(policy: Policy, now: datetime) -> Finding:
    """No phone has an address that can be read, or stands at a service that nobody was told of.

    Where the library offers no messages to phones there is, a day later, none at all.
    """
    named = {service.name for service in policy.push_services}
    problems: set[str] = set()
    rows = PushSubscription.objects.values_list("sealed", "fingerprint", "service", "seen_at")
    for sealed, fingerprint, service, seen_at in rows.iterator(chunk_size=5000):
        if b"http" in bytes(sealed) or not re.fullmatch(r"[0-9a-f]{64}", fingerprint):
            problems.add("a phone's address is not sealed")
        if service not in named and seen_at < now - GRACE:
            problems.add("a phone's service is not named in the policy")
    as_said = _phones_as_said(policy, now)
    problems |= set(as_said.problems if as_said else ())
    return Finding(PushSubscription.objects.count(), tuple(sorted(problems)))


_phones_as_said = only(
    "phones_as_said",
    {"messages.PushSubscription": "id person_id sealed fingerprint service since_at seen_at"},
)
"""A phone has no column in which a text could stand."""
