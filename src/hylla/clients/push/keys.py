"""The library's own key pair: a push service takes messages only from whom the browser named."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from hylla.clients.push.subscription import encoded

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256 (FIPS 186-5): a private key lies between 0 and it."""

VALID = timedelta(hours=12)
"""A signature's life; at most a day (RFC 8292, 2)."""


@dataclass(frozen=True)
class Signer:
    """Signs for a push service who sends; `contact` is where its maker can ask (RFC 8292, 2.1)."""

    key: EllipticCurvePrivateKey = field(repr=False)
    contact: str

    @classmethod
    def of(cls, secret: bytes, *, contact: str) -> "Signer":
        """Return the signer whose private key a random secret of 32 bytes stands for."""
        number = int.from_bytes(secret, "big") % (ORDER - 1) + 1
        return cls(derive_private_key(number, SECP256R1()), contact)

    @property
    def public_key(self) -> str:
        """The public half, as a page gives it to the browser."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return encoded(point)

    def header(self, audience: str, *, now: datetime) -> str:
        """Return the value of Authorization for one push service."""
        claims = {
            "aud": audience,
            "exp": int((now + VALID).timestamp()),
            "sub": f"mailto:{self.contact}",
        }
        return str(Vapid02(self.key).sign(claims)["Authorization"])
