"""A passkey of plain Python: it answers as a device does, and lies where a test wants it to."""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def letters(content: bytes) -> str:
    """Write bytes as WebAuthn's JSON has them."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def unlettered(text: str) -> bytes:
    """Read bytes as WebAuthn's JSON has them."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class SoftKey:
    """One passkey in one device."""

    origin: str = "http://localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    handle: bytes = b""
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: str) -> str:
        """Answer the question of a site that wants a passkey to be made."""
        asked = json.loads(options)
        self.handle = unlettered(asked["user"]["id"])
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        data = self._data(asked["rp"]["id"], WITH_KEY)
        data += bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(public)
        told = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._answer(
            clientDataJSON=self._client("webauthn.create", asked["challenge"]),
            attestationObject=cbor2.dumps(told),
        )

    def sign(self, options: str) -> str:
        """Answer the question of a site that wants to know who is there."""
        asked = json.loads(options)
        self.count += 1 if self.count else 0
        data = self._data(asked["rpId"])
        client = self._client("webauthn.get", asked["challenge"])
        signed = data + hashlib.sha256(client).digest()
        return self._answer(
            clientDataJSON=client,
            authenticatorData=data,
            signature=self.key.sign(signed, ec.ECDSA(SHA256())),
            userHandle=self.handle,
        )

    def _data(self, domain: str, more: int = 0) -> bytes:
        about = hashlib.sha256(domain.encode()).digest()
        return about + struct.pack(">BI", self.flags | more, self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _answer(self, **response: bytes) -> str:
        return json.dumps(
            {
                "id": letters(self.id),
                "rawId": letters(self.id),
                "type": "public-key",
                "response": {name: letters(each) for name, each in response.items()},
            }
        )
