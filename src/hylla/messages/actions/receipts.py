"""What the gateway says of text messages afterwards."""

from datetime import datetime

from django.db import transaction

from hylla.clients.sms import Forged, Receipt, State
from hylla.formats.dsn import Fault
from hylla.messages.actions.bounces import note_undelivered
from hylla.messages.gateway import sms_gateway
from hylla.messages.models import Message
from hylla.messages.queries.traces import number_in
from hylla.messages.rules import Channel
from hylla.privacy.policy import Policy


def take_receipt(body: bytes, signed: str, *, policy: Policy, now: datetime) -> bool:
    """Note what became of a text message; False where nobody knows of it, any more or at all.

    What has once arrived is not lost by a receipt that comes late.

    :raises Forged: the gateway did not write it.
    """
    gateway = sms_gateway(now)
    if gateway is None:
        raise Forged
    receipt = gateway.receipt(body, signed)
    if receipt.state is State.ARRIVED:
        return _arrived(receipt)
    fault = Fault.ADDRESS if receipt.state is State.NO_NUMBER else Fault.MESSAGE
    return note_undelivered(
        [receipt.reference], fault=fault, by=Channel.SMS, policy=policy, now=now
    )


@transaction.atomic
def _arrived(receipt: Receipt) -> bool:
    number = number_in(receipt.reference)
    if number is None:
        return False
    sent = Message.objects.filter(pk=number, channel=Channel.SMS, closed_at__isnull=False)
    return bool(sent.update(arrived=True))
