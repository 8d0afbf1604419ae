"""What a provider says of itself (OpenID Connect Discovery 1.0), and its keys (RFC 7517)."""

import threading
import time
from dataclasses import dataclass
from typing import Any

import requests
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from hylla.clients.eid.values import EidError, Problem, is_safe

CONNECT_SECONDS, READ_SECONDS = 3.05, 10
TIMEOUT = (CONNECT_SECONDS, READ_SECONDS)
FRESH_SECONDS = 3600
LONGEST_ANSWER = 200_000


@dataclass(frozen=True)
class Metadata:
    """The addresses of one provider."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


@dataclass
class _Kept:
    metadata: Metadata
    keys: KeySet
    at: float


_kept: dict[str, _Kept] = {}
_lock = threading.Lock()


def metadata_of(issuer: str) -> Metadata:
    """Return the provider's addresses, asked for once an hour."""
    return _known(issuer).metadata


def keys_of(issuer: str, *, key_id: str | None) -> KeySet:
    """Return the provider's keys; when it signs with one we do not know, they are asked anew."""
    known = _known(issuer)
    if key_id is None or any(key.kid == key_id for key in known.keys.keys):
        return known.keys
    forget(issuer)
    return _known(issuer).keys


def forget(issuer: str) -> None:
    """Ask the provider anew the next time."""
    with _lock:
        _kept.pop(issuer, None)


def _known(issuer: str) -> _Kept:
    with _lock:
        kept = _kept.get(issuer)
    if kept is None or time.monotonic() - kept.at > FRESH_SECONDS:
        told = _metadata(issuer)
        kept = _Kept(told, _keys(told.jwks_uri), time.monotonic())
        with _lock:
            _kept[issuer] = kept
    return kept


def _metadata(issuer: str) -> Metadata:
    told = _json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    addresses = {
        name: told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
    }
    # Someone else's metadata would send people, and our key, to someone else.
    if told.get("issuer") != issuer:
        raise EidError(Problem.METADATA)
    if not all(isinstance(each, str) and is_safe(each) for each in addresses.values()):
        raise EidError(Problem.METADATA)
    return Metadata(issuer, **{name: str(each) for name, each in addresses.items()})


def _keys(address: str) -> KeySet:
    told: Any = _json(address)
    try:
        return KeySet.import_key_set(told)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise EidError(Problem.METADATA) from error


def _json(address: str) -> dict[str, Any]:
    if not is_safe(address):
        raise EidError(Problem.METADATA)
    try:
        # Nobody is led elsewhere: a provider that moves is agreed on anew.
        answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException:
        raise EidError(Problem.UNREACHABLE) from None
    if answer.status_code != 200:
        raise EidError(Problem.UNREACHABLE)
    try:
        told = answer.json() if len(answer.content) <= LONGEST_ANSWER else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise EidError(Problem.METADATA)
    return told
