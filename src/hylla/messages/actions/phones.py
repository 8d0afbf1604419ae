"""A patron turns messages on a phone on and off."""

import uuid
from datetime import datetime

from django.db import transaction

from hylla.clients.push import Malformed, Subscription
from hylla.library.refusals import Reason, Refused
from hylla.messages.models import PushSubscription
from hylla.messages.queries.phones import fingerprint, sealed
from hylla.messages.rules import Code, service_of
from hylla.privacy.policy import Policy


@transaction.atomic
def turn_on(person_id: uuid.UUID, *, told: bytes, policy: Policy, now: datetime) -> str:
    """Send someone's messages to a phone from now on; return the handle to turn it off by.

    `told` is what the phone's browser says of itself. The same phone is not kept twice: whoever
    asked last has it. Nothing goes to a service that the policy does not name.

    :raises Refused: the library does not offer it, or the phone's service is none of those named.
    """
    if not policy.features.push:
        raise Refused(Reason(Code.PUSH_NOT_OFFERED))
    try:
        subscription = Subscription.parse(told)
    except Malformed as error:
        raise Refused(Reason(Code.PUSH_MALFORMED)) from error
    service = service_of(subscription.host, services=policy.push_services)
    if service is None:
        raise Refused(Reason(Code.PUSH_SERVICE_UNKNOWN))
    handle = fingerprint(subscription.endpoint)
    PushSubscription.objects.filter(fingerprint=handle).exclude(person_id=person_id).delete()
    PushSubscription.objects.update_or_create(
        fingerprint=handle,
        defaults={
            "person_id": person_id,
            "sealed": sealed(subscription, person_id),
            "service": service.name,
            "seen_at": now,
        },
        create_defaults={
            "person_id": person_id,
            "sealed": sealed(subscription, person_id),
            "service": service.name,
            "since_at": now,
            "seen_at": now,
        },
    )
    return handle


@transaction.atomic
def heard_of(endpoint: str, *, person_id: uuid.UUID, now: datetime) -> str | None:
    """Note that a phone that gets someone's messages is in use; return its handle, if it does."""
    handle = fingerprint(endpoint)
    mine = PushSubscription.objects.filter(fingerprint=handle, person_id=person_id)
    return handle if mine.update(seen_at=now) else None


@transaction.atomic
def turn_off(handle: str) -> None:
    """Send nothing to a phone any more, and forget where it is."""
    PushSubscription.objects.filter(fingerprint=handle).delete()


@transaction.atomic
def turn_off_at(endpoint: str) -> None:
    """Do the same by the phone's address, which nobody else knows."""
    turn_off(fingerprint(endpoint))


@transaction.atomic
def turn_off_all(person_id: uuid.UUID) -> int:
    """Send nothing to any phone of someone's any more."""
    gone, _ = PushSubscription.objects.filter(person_id=person_id).delete()
    return gone


@transaction.atomic
def turn_off_unoffered(policy: Policy) -> int:
    """End what the policy in force no longer offers: messages to phones, or one of the services."""
    named = [service.name for service in policy.push_services]
    gone, _ = PushSubscription.objects.exclude(service__in=named).delete()
    return gone
