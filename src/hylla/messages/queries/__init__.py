"""What was said to whom, and the letters that wait for a printer."""

from hylla.messages.queries.letters import Letter, to_print, to_print_by_officer
from hylla.messages.queries.phones import Told, phones_of, signer
from hylla.messages.queries.reading import Readable, readable_messages_of
from hylla.messages.queries.sent import Sent, messages_of

__all__ = [
    "Letter",
    "Readable",
    "Sent",
    "Told",
    "messages_of",
    "phones_of",
    "readable_messages_of",
    "signer",
    "to_print",
    "to_print_by_officer",
]
