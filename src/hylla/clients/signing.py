"""How two who share a secret know what comes from the other: HMAC-SHA256 with the moment."""

import hashlib
import hmac
import re

HEADER = "Hylla-Signature"
LASTS_SECONDS = 300
"""An older message is not believed, so that nobody can send one again."""
_FORM = re.compile(r"at=(\d{1,12}),sum=([0-9a-f]{64})")


def signature(secret: str, *, at: int, what: str, body: bytes) -> str:
    """Sign a message; `what` is the method and the path, or the kind of message it is."""
    return f"at={at},sum={_sum(secret, at, what, body)}"


def is_signed(secret: str, told: str, *, now: int, what: str, body: bytes) -> bool:
    """Say whether a message is signed by who knows the secret, and not long ago."""
    found = _FORM.fullmatch(told)
    if not secret or found is None or abs(now - int(found[1])) > LASTS_SECONDS:
        return False
    return hmac.compare_digest(found[2], _sum(secret, int(found[1]), what, body))


def _sum(secret: str, at: int, what: str, body: bytes) -> str:
    signed = f"{at}\n{what}\n".encode() + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
