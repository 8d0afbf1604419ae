"""The probes of loan histories: that each is wanted, and that it is nobody's but the patron's."""

from datetime import datetime

from django.db import connection

from hylla.circulation.models import History
from hylla.patrons.models import Consent
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.rules import last_birth_date
from hylla.privacy.clocks import today
from hylla.privacy.policy import History as Offered
from hylla.privacy.policy import Policy
from hylla.privacy.registry import declaration_of
from hylla.privacy.verify import GRACE, Finding
from hylla.privacy.vocabulary import Role

# By hand, so that it does not ask in the words of the code it judges.
UNWANTED = """
SELECT COUNT(*) FROM circulation_history entry
LEFT JOIN patrons_consent consent ON consent.id = entry.consent_id
WHERE consent.id IS NULL OR consent.withdrawn_at IS NOT NULL OR consent.what <> 'loan_history'
"""
COLUMNS = {"id", "consent_id", "record_id", "returned_on", "is_month"}


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


def history_is_private(policy: Policy, now: datetime) -> Finding:
    """Only the patron is shown a history, and the database has no other way in or out of it."""
    declared = declaration_of(History)
    problems = []
    if getattr(declared, "seen_by", None) != {Role.PATRON}:
        problems.append("others than the patron are shown histories")
    problems += [
        f"{each.related_model._meta.label} points at histories"
        for each in History._meta.related_objects
    ]
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, History._meta.db_table)
    extra = {each.name for each in table} - COLUMNS
    problems += [f"histories have a column {name}" for name in sorted(extra)]
    return Finding(len(table), tuple(problems))
