"""Whoever carries text messages for this library, by the file of the agreement."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from hylla.clients.sms import Gateway, read_gateway
from hylla.privacy.policy import Policy
from hylla.privacy.policy.outgoing import Outgoing, uncovered


def goes_by_sms(policy: Policy) -> bool:
    """Say whether text messages can be sent: the library offers them and has agreed on it."""
    is_agreed = Outgoing.SMS not in uncovered(policy, mail_host="", eid=False, sms=True)
    return policy.texting.offered and bool(settings.HYLLA_SMS) and is_agreed


def sms_gateway(now: datetime) -> Gateway | None:
    """Return who carries text messages, or None where the library has no agreement.

    :raises WrongSettings: the file of the agreement cannot be used.
    """
    if not settings.HYLLA_SMS:
        return None
    return read_gateway(Path(settings.HYLLA_SMS), keys=Path(settings.HYLLA_KEYS), now=now)
