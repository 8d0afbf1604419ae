"""One message to one browser: sealed for it alone, and what the push service's answer means."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

import http_ece
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from hylla.clients.push.keys import Signer
from hylla.clients.push.subscription import Subscription

SIZE = 1024
"""Every message is filled up to so many bytes, so that its length tells nothing."""

WAIT_SECONDS = (5, 10)
GONE = {404, 410}
LATER = {408, 429}


class Answer(Enum):
    """What became of one attempt."""

    TAKEN = "taken"
    """The service has it; that the browser has shown it, it does not say."""
    GONE = "gone"
    """The service knows this browser no longer: nothing may be sent there again."""
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, repr=False)
class Push:
    """What a browser is to get. Past `lasts` the service throws it away undelivered."""

    content: bytes
    lasts: timedelta
    urgency: str = "normal"


class Sender:
    """A connection to push services, kept open from the first message to the last.

    `verify` is a file with the certificates to trust in place of the usual ones.
    """

    def __init__(self, signer: Signer, *, verify: str | bool = True) -> None:
        import requests  # slow, and only what sends needs it

        self._signer = signer
        self._failures = requests.RequestException
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = verify

    def close(self) -> None:
        """End the connection."""
        self._session.close()

    def send(self, push: Push, *, to: Subscription, now: datetime) -> Answer:
        """Send one message. A service that cannot be reached is tried again later."""
        headers = {
            "Authorization": self._signer.header(to.origin, now=now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(push.lasts.total_seconds())),
            "Urgency": push.urgency,
        }
        try:
            answer = self._session.post(
                to.endpoint,
                data=sealed(push.content, to=to),
                headers=headers,
                timeout=WAIT_SECONDS,
                # A service does not send its callers elsewhere; whoever does is none.
                allow_redirects=False,
            )
        except self._failures:
            return Answer.LATER
        return meaning(answer.status_code)


def sealed(content: bytes, *, to: Subscription) -> bytes:
    """Encrypt for one browser (RFC 8291): a fresh key and salt each time."""
    if len(content) > SIZE:
        raise ValueError(f"a push message holds {SIZE} bytes, not {len(content)}")
    body: bytes = http_ece.encrypt(
        content.ljust(SIZE),
        salt=os.urandom(16),
        private_key=generate_private_key(SECP256R1()),
        dh=to.public_key,
        auth_secret=to.auth,
        version="aes128gcm",
    )
    return body


def meaning(status: int) -> Answer:
    """Say what a push service's status means (RFC 8030, 5 and 7.3)."""
    if 200 <= status < 300:
        return Answer.TAKEN
    if status in GONE:
        return Answer.GONE
    return Answer.LATER if status in LATER or status >= 500 else Answer.NEVER
