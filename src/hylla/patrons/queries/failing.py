"""At which of someone's addresses and numbers nothing arrives."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from hylla.patrons.models import Email, Guardianship, Phone
from hylla.patrons.models.contact import FAILED
from hylla.privacy.clocks import is_over, today
from hylla.privacy.policy import Policy


@dataclass(frozen=True)
class Failing:
    """One of them, and since when; an e-mail address, or else a telephone number."""

    is_email: bool
    where: str = field(repr=False)
    since_on: date


def fails(row: Email | Phone, *, policy: Policy, now: datetime) -> bool:
    """Say whether nothing is sent there now; after its period it is tried again."""
    since = row.failed_at
    return since is not None and not has_ended(since, policy=policy, now=now)


def has_ended(since: datetime, *, policy: Policy, now: datetime) -> bool:
    """Say whether what failed then is tried again by now."""
    return is_over(FAILED, policy=policy, since=since, now=now)


def failing_of(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> tuple[Failing, ...]:
    """Return where nothing arrives of someone's own, e-mail first."""
    emails = Email.objects.filter(person_id=person_id, failed_at__isnull=False)
    phones = Phone.objects.filter(person_id=person_id, failed_at__isnull=False)
    found = [(True, row.address, row.failed_at) for row in emails]
    found += [(False, row.number, row.failed_at) for row in phones]
    return tuple(
        Failing(is_email, where, today(policy, since))
        for is_email, where, since in found
        if since is not None and not has_ended(since, policy=policy, now=now)
    )


def contacts_of(
    person_id: uuid.UUID, *, policy: Policy, now: datetime
) -> tuple[Email | Phone, ...]:
    """Return every address and number a message to someone may have gone to: guardians' too."""
    on = today(policy, now)
    guardians = Guardianship.objects.filter(child_id=person_id, since_on__lte=on, ends_on__gt=on)
    people = [person_id, *guardians.values_list("guardian_id", flat=True)]
    emails = Email.objects.filter(person_id__in=people)
    return (*emails, *Phone.objects.filter(person_id__in=people, is_mobile=True))
