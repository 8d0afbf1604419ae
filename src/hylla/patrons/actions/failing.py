"""Noting that nothing arrives at an address or a number, and trying it again."""

import uuid
from datetime import datetime

from django.db import transaction

from hylla.patrons.models import Email, Phone


@transaction.atomic
def mark_failed(contact: Email | Phone, *, now: datetime) -> None:
    """Send nothing there for a while; what is marked already keeps its date."""
    rows = type(contact)._default_manager.filter(pk=contact.pk, failed_at=None)
    rows.update(failed_at=now)


@transaction.atomic
def try_again(person_id: uuid.UUID) -> int:
    """Take someone's word that what failed works again; return how many marks are gone."""
    emails = Email.objects.filter(person_id=person_id, failed_at__isnull=False)
    phones = Phone.objects.filter(person_id=person_id, failed_at__isnull=False)
    return emails.update(failed_at=None) + phones.update(failed_at=None)
