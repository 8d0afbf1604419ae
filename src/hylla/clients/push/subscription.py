"""Where a browser can be reached, and the keys that only it can open with (W3C Push API)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

AUTH_BYTES = 16
LONGEST = 2000
"""Characters of an address: makers use a few hundred."""


class Malformed(ValueError):
    """What a page sent is no subscription."""


@dataclass(frozen=True, repr=False)
class Subscription:
    """One browser: `endpoint` is its address at the push service, the rest are its keys."""

    endpoint: str
    public_key: bytes
    auth: bytes

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        """Read the JSON of a browser's `PushSubscription`.

        :raises Malformed: it is none, or does not stand behind https.
        """
        try:
            told = json.loads(text)
            endpoint, keys = told["endpoint"], told["keys"]
            read = cls(endpoint, decoded(keys["p256dh"]), decoded(keys["auth"]))
            read.check()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Malformed("no push subscription") from error
        return read

    def check(self) -> None:
        """Refuse what no browser sends, before anything is stored or called."""
        parts = urlsplit(self.endpoint)
        if parts.scheme != "https" or not parts.hostname or len(self.endpoint) > LONGEST:
            raise Malformed("the address is none of a push service")
        if parts.username is not None or parts.fragment:
            raise Malformed("the address says more than where")
        if len(self.auth) != AUTH_BYTES:
            raise Malformed("the secret has the wrong length")
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), self.public_key)

    @property
    def host(self) -> str:
        """The push service's host name."""
        return urlsplit(self.endpoint).hostname or ""

    @property
    def origin(self) -> str:
        """The push service as the signature names it (RFC 8292, 2: the audience)."""
        parts = urlsplit(self.endpoint)
        return f"{parts.scheme}://{parts.netloc}"

    def text(self) -> str:
        """Return it as `parse` reads it."""
        keys = {"p256dh": encoded(self.public_key), "auth": encoded(self.auth)}
        return json.dumps({"endpoint": self.endpoint, "keys": keys})


def encoded(content: bytes) -> str:
    """Return bytes as browsers write them: base64url without padding."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Read what `encoded` writes."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
