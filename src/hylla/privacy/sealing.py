"""Sealing bytes with a key that lies outside the database, bound to what they are about.

AES-256-GCM: NIST SP 800-38D. Moved to another row, sealed bytes do not open.
"""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from hylla.privacy.secrets import secret

NONCE_BYTES = 12


def locked(content: bytes, *, key: bytes, about: bytes) -> bytes:
    """Return the bytes as only the key opens them, and only about the same thing."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about)


def opened(token: bytes, *, key: bytes, about: bytes) -> bytes:
    """Return the bytes.

    :raises cryptography.exceptions.InvalidTag: another key, about another thing, or changed.
    """
    return AESGCM(key).decrypt(token[:NONCE_BYTES], token[NONCE_BYTES:], about)


def key_named(name: str) -> bytes:
    """Return the library's key of that name, from its file in `settings.HYLLA_KEYS`."""
    return _read(Path(settings.HYLLA_KEYS), name)


@lru_cache(maxsize=16)
def _read(folder: Path, name: str) -> bytes:
    return bytes.fromhex(secret(folder, name))
