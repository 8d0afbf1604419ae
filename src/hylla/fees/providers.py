"""Whoever takes payments on the web for this library, by the file of the agreement."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from hylla.clients.payments import PaymentProvider, read_provider
from hylla.privacy.policy import Policy


def is_paid_online(policy: Policy) -> bool:
    """Say whether patrons can pay on the web: the library wants it and has an agreement."""
    return policy.payments.online and bool(settings.HYLLA_PAYMENTS)


def payment_provider(now: datetime) -> PaymentProvider | None:
    """Return who takes payments, or None where the library has no agreement.

    :raises WrongSettings: the file of the agreement cannot be used.
    """
    if not settings.HYLLA_PAYMENTS:
        return None
    path, keys = Path(settings.HYLLA_PAYMENTS), Path(settings.HYLLA_KEYS)
    return read_provider(path, keys=keys, now=now)
