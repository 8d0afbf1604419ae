"""Between password and second factor: told to the browser sealed, so that no cookie is set."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag

from hylla.privacy.sealing import key_named, locked, opened

KEY = "halfway"
"""The name of the key file under which it is sealed."""
ABOUT = b"the password was right"
WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Halfway:
    """Who has given the right password, when, and where they were going.

    `secret` is that of the app which they are about to take into use, or empty.
    """

    staff_id: int
    at: datetime
    after: str
    secret: str = ""


def sealed(half: Halfway) -> str:
    """Return it as only this library opens it."""
    told = json.dumps([half.staff_id, half.at.isoformat(), half.after, half.secret])
    token = locked(told.encode(), key=key_named(KEY), about=ABOUT)
    return base64.urlsafe_b64encode(token).decode()


def unsealed(text: str, *, now: datetime) -> Halfway | None:
    """Return who is half-way in, or None after ten minutes, or where it is not ours."""
    try:
        token = base64.urlsafe_b64decode(text.encode())
        staff_id, at, after, secret = json.loads(opened(token, key=key_named(KEY), about=ABOUT))
    except (InvalidTag, binascii.Error, ValueError):
        return None
    half = Halfway(staff_id, datetime.fromisoformat(at), after, secret)
    return half if timedelta() <= now - half.at < WITHIN else None
