"""What the gateway says of text messages afterwards."""

from datetime import datetime

from django.db import transaction

from hylla.clients.sms import Forged, Receipt, State
from hylla.messages.gateway import sms_gateway
from hylla.messages.models import Message
from hylla.messages.queries.traces import number_in
from hylla.messages.rules import Channel


def take_receipt(body: bytes, signed: str, *, now: datetime) -> bool:
    """Note what became of a text message; False where nobody knows of it, any more or at all.

    :raises Forged: the gateway did not write it.
    """
    gateway = sms_gateway(now)
    if gateway is None:
        raise Forged
    return _noted(gateway.receipt(body, signed))


def _noted(receipt: Receipt) -> bool:
    number = number_in(receipt.reference)
    if number is None:
        return False
    with transaction.atomic():
        rows = Message.objects.filter(pk=number, channel=Channel.SMS, closed_at__isnull=False)
        if receipt.state is State.ARRIVED:
            return bool(rows.update(arrived=True))
        # What has once arrived is not lost by a receipt that comes late.
        return bool(rows.filter(arrived=False).update(failed=True))
