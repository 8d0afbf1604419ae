"""What a message carries with it so that what comes back of it can be told from rubbish.

A trace holds the message's random number and a keyed hash of it and of where it went: nobody can
make one, it names nobody, and it says which address has failed only to whoever has the key and
still has both the message and the address.
"""

import base64
import hmac
import uuid
from hashlib import sha256

from hylla.privacy.sealing import key_named

TRACES = "traces"
"""The name of the key file."""
_NUMBER, _SUM = 16, 12
_LETTERS = 45
"""So long a trace is: it fits before the @ of an address (RFC 5321, 4.5.3.1.1)."""


def trace_of(message_id: uuid.UUID, *, to: str) -> str:
    """Return the trace of a message on its way to an address or a number."""
    whole = message_id.bytes + _sum(message_id, to)
    return base64.b32encode(whole).decode().rstrip("=").lower()


def number_in(trace: str) -> uuid.UUID | None:
    """Return the message that a text claims to be the trace of; whether it is, `is_trace` says."""
    if len(trace) != _LETTERS:
        return None
    try:
        whole = base64.b32decode(trace.upper() + "===")
    except ValueError:
        return None
    return uuid.UUID(bytes=whole[:_NUMBER])


def is_trace(trace: str, to: str) -> bool:
    """Say whether a text is the trace that a message to that address or number was given."""
    number = number_in(trace)
    return number is not None and hmac.compare_digest(trace.lower(), trace_of(number, to=to))


def _sum(message_id: uuid.UUID, to: str) -> bytes:
    told = b"trace:" + message_id.bytes + to.encode()
    return hmac.new(key_named(TRACES), told, sha256).digest()[:_SUM]
