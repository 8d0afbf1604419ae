"""National ids sealed: under a key of each person's own, which the library's master key wraps.

Who takes the database without the keys' folder reads nothing; when a person's key is gone, no copy
of their sealed number can be read again (R29). AES-256-GCM: NIST SP 800-38D.
"""

import hmac
import uuid
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hylla.formats.national_id import NationalId
from hylla.privacy.sealing import key_named, locked, opened

MASTER, FINGERPRINTS = "seal", "fingerprints"
"""The names of the two key files in `settings.HYLLA_KEYS`."""


def new_key(person_id: uuid.UUID) -> bytes:
    """Make a key for one person and return it wrapped."""
    about = _about(person_id, b"key")
    return locked(AESGCM.generate_key(256), key=key_named(MASTER), about=about)


def sealed(text: str, *, wrapped: bytes, person_id: uuid.UUID) -> bytes:
    """Return the text as only the person's key opens it, and only as this person's."""
    about = _about(person_id, b"national id")
    return locked(text.encode(), key=_own_key(wrapped, person_id), about=about)


def unsealed(token: bytes, *, wrapped: bytes, person_id: uuid.UUID) -> str:
    """Return the text.

    :raises cryptography.exceptions.InvalidTag: wrong keys, another person's, or changed bytes.
    """
    about = _about(person_id, b"national id")
    return opened(token, key=_own_key(wrapped, person_id), about=about).decode()


def fingerprint(national_id: NationalId) -> str:
    """Return what the same number always gives and nobody without the key can work out."""
    return keyed_hash(f"{national_id.kind.value}:{national_id.number}".encode())


def keyed_hash(content: bytes) -> str:
    """Return what the same bytes always give and nobody without the library's key can work out."""
    return hmac.new(key_named(FINGERPRINTS), content, sha256).hexdigest()


def _own_key(wrapped: bytes, person_id: uuid.UUID) -> bytes:
    return opened(wrapped, key=key_named(MASTER), about=_about(person_id, b"key"))


def _about(person_id: uuid.UUID, what: bytes) -> bytes:
    """Bind a sealed thing to its person: moved to another row it does not open."""
    return person_id.bytes + what
