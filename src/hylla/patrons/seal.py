"""National ids sealed: under a key of each person's own, which the library's master key wraps.

Who takes the database without the keys' folder reads nothing; when a person's key is gone, no copy
of their sealed number can be read again (R29). AES-256-GCM: NIST SP 800-38D.
"""

import hmac
import os
import uuid
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from hylla.formats.national_id import NationalId
from hylla.privacy.secrets import secret

MASTER, FINGERPRINTS = "seal", "fingerprints"
"""The names of the two key files in `settings.HYLLA_KEYS`."""

NONCE_BYTES = 12


def new_key(person_id: uuid.UUID) -> bytes:
    """Make a key for one person and return it wrapped."""
    return _locked(AESGCM.generate_key(256), _master(), _about(person_id, b"key"))


def sealed(text: str, *, wrapped: bytes, person_id: uuid.UUID) -> bytes:
    """Return the text as only the person's key opens it, and only as this person's."""
    key = _opened(wrapped, _master(), _about(person_id, b"key"))
    return _locked(text.encode(), key, _about(person_id, b"national id"))


def unsealed(token: bytes, *, wrapped: bytes, person_id: uuid.UUID) -> str:
    """Return the text.

    :raises cryptography.exceptions.InvalidTag: wrong keys, another person's, or changed bytes.
    """
    key = _opened(wrapped, _master(), _about(person_id, b"key"))
    return _opened(token, key, _about(person_id, b"national id")).decode()


def fingerprint(national_id: NationalId) -> str:
    """Return what the same number always gives and nobody without the key can work out."""
    text = f"{national_id.kind.value}:{national_id.number}".encode()
    return hmac.new(_key(FINGERPRINTS), text, sha256).hexdigest()


def _locked(content: bytes, key: bytes, about: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about)


def _opened(token: bytes, key: bytes, about: bytes) -> bytes:
    return AESGCM(key).decrypt(token[:NONCE_BYTES], token[NONCE_BYTES:], about)


def _about(person_id: uuid.UUID, what: bytes) -> bytes:
    """Bind a sealed thing to its person: moved to another row it does not open."""
    return person_id.bytes + what


def _master() -> bytes:
    return _key(MASTER)


def _key(name: str) -> bytes:
    return _read_key(Path(settings.HYLLA_KEYS), name)


@lru_cache(maxsize=8)
def _read_key(folder: Path, name: str) -> bytes:
    return bytes.fromhex(secret(folder, name))
