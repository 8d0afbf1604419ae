"""One-time codes of six digits that an app shows (TOTP, RFC 6238), and the picture for the app."""

import hmac
from datetime import datetime

from pyotp import random_base32
from pyotp.totp import TOTP

STEP_SECONDS = 30
AROUND = 1
"""Steps before and after the present one that are taken too: clocks differ."""


def new_secret() -> str:
    """Return a secret of 160 bits in base 32, as apps take it."""
    return random_base32()


def step_of(code: str, *, secret: str, at: datetime) -> int | None:
    """Return the step of time whose code this is, or None; each step is to be taken once."""
    app, present = TOTP(secret), int(at.timestamp()) // STEP_SECONDS
    found = None
    # All are compared, so that the time taken does not tell which it was.
    for step in range(present - AROUND, present + AROUND + 1):
        if hmac.compare_digest(app.generate_otp(step).encode(), code.encode()):
            found = step
    return found


def app_address(secret: str, *, username: str, library: str) -> str:
    """Return the address by which an app takes the secret."""
    return TOTP(secret).provisioning_uri(name=username, issuer_name=library)
