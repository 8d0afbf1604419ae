"""What is to be said, and the phones that are told."""

from hylla.messages.models.outbox import NOT_RENEWED, Message, Template
from hylla.messages.models.phones import PushSubscription

__all__ = ["NOT_RENEWED", "Message", "PushSubscription", "Template"]
