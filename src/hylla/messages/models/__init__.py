"""What is to be said, and the phones that are told."""

from hylla.messages.models.outbox import Message, Template
from hylla.messages.models.phones import PushSubscription

__all__ = ["Message", "PushSubscription", "Template"]
