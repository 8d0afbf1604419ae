"""Text messages to the gateway, as long as it answers."""

from datetime import datetime

from hylla.clients.sms import Answer, Gateway, Sms
from hylla.messages.gateway import sms_gateway
from hylla.messages.models import Message
from hylla.messages.queries.rendering import Rendered
from hylla.messages.queries.traces import trace_of
from hylla.messages.rules import SMS_LASTS


class Texts:
    """One agreement; it is read with the first message that goes this way."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._gateway: Gateway | None = None
        self._is_away = False

    def send(self, made: Rendered, message: Message) -> Answer:
        """Send one message; a gateway that is away is not asked again until the next look."""
        if self._gateway is None:
            self._gateway = sms_gateway(self._now)
        if self._gateway is None or self._is_away:
            return Answer.AWAY
        answer = self._gateway.send(sms_of(made, message))
        self._is_away = answer is Answer.AWAY
        return answer


def sms_of(made: Rendered, message: Message) -> Sms:
    """Return all that the gateway is told of a message."""
    number = made.addressee.number
    reference = trace_of(message.pk, to=number)
    return Sms(to=number, words=made.text, reference=reference, lasts=SMS_LASTS)
