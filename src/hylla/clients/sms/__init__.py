"""Text messages to mobile telephones, through a gateway with which the library has an agreement."""

from hylla.clients.sms.alphabet import plain, segments
from hylla.clients.sms.gateway import Gateway
from hylla.clients.sms.reading import read_gateway
from hylla.clients.sms.values import Answer, Forged, Receipt, Sms, State

__all__ = [
    "Answer",
    "Forged",
    "Gateway",
    "Receipt",
    "Sms",
    "State",
    "plain",
    "read_gateway",
    "segments",
]
