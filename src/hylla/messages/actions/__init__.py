"""The outbox: putting messages in, and sending them."""

from hylla.messages.actions.outbox import enqueue

__all__ = ["enqueue"]
