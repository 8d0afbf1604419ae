"""The outbox: putting messages in, sending them, printing the rest."""

from hylla.messages.actions.delivery import Delivered, deliver_due, letter_printed
from hylla.messages.actions.outbox import enqueue

__all__ = ["Delivered", "deliver_due", "enqueue", "letter_printed"]
