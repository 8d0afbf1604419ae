"""What was said to whom, and the letters that wait for a printer."""

from hylla.messages.queries.letters import Letter, to_print
from hylla.messages.queries.sent import Sent, messages_of

__all__ = ["Letter", "Sent", "messages_of", "to_print"]
