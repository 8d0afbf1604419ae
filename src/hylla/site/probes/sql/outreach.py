"""The outreach service: nothing is remembered without an agreement, and nobody else has looked."""

from datetime import date, datetime

from django.db import connection

from hylla.circulation.models import OutreachHistory
from hylla.patrons.models import Consent
from hylla.patrons.models.consents import ConsentTo
from hylla.privacy.clocks import today
from hylla.privacy.models import AccessEntry
from hylla.privacy.policy import Policy
from hylla.privacy.registry import declaration_of
from hylla.privacy.verify import GRACE, Finding
from hylla.privacy.vocabulary import Role

TASKS = ("outreach", "outreach_list")

# By hand, so that they do not ask in the words of the code they judge.
UNWANTED = """
SELECT COUNT(*) FROM circulation_outreachhistory entry
LEFT JOIN patrons_consent consent ON consent.id = entry.consent_id
LEFT JOIN outreach_agreement agreement ON agreement.consent_id = entry.consent_id
WHERE consent.id IS NULL OR consent.withdrawn_at IS NOT NULL OR consent.what <> 'outreach'
    OR agreement.consent_id IS NULL
"""
OVER = "SELECT COUNT(*) FROM outreach_agreement WHERE until_on < %s"
ASTRAY = """
SELECT COUNT(*) FROM patrons_person person
WHERE category_id = %s AND NOT EXISTS (
    SELECT 1 FROM outreach_agreement agreement
    JOIN patrons_consent consent ON consent.id = agreement.consent_id
    WHERE consent.person_id = person.id AND consent.withdrawn_at IS NULL)
"""


def outreach_is_agreed(policy: Policy, now: datetime) -> Finding:
    """Whatever is remembered has an agreement that runs; so has everyone in the category."""
    unwanted = _count(UNWANTED)
    problems = [f"{unwanted} entries without an agreement"] if unwanted else []
    over = _count(OVER, today(policy, now - GRACE))
    problems += [f"{over} agreements are past their last day"] if over else []
    if code := policy.features.outreach:
        astray = _count(ASTRAY, code)
        problems += [f"{astray} people are in the category without one"] if astray else []
    agreed = Consent.objects.filter(what=ConsentTo.OUTREACH, withdrawn_at=None).count()
    return Finding(agreed + OutreachHistory.objects.count(), tuple(problems))


def outreach_is_its_own(policy: Policy, now: datetime) -> Finding:
    """Nobody but the service and the patron is shown what was remembered, or has looked."""
    problems = []
    if getattr(declaration_of(OutreachHistory), "seen_by", None) != {Role.OUTREACH, Role.PATRON}:
        problems.append("others than the service are shown what it remembers")
    looks = AccessEntry.objects.filter(task__in=TASKS)
    others = looks.exclude(role=Role.OUTREACH).count()
    problems += [f"{others} looks by another role"] if others else []
    return Finding(looks.count(), tuple(problems))


def _count(statement: str, *values: str | date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])
