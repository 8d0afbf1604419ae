"""Reads with whom a library has an agreement about payments."""

import tomllib
from datetime import datetime
from pathlib import Path

from hylla.clients.eid.values import is_safe
from hylla.clients.payments.hosted import HostedPage
from hylla.clients.payments.values import PaymentProvider, WrongSettings

KEYS = {"protocol", "address", "secret_file"}
SHORTEST_SECRET = 32


def read_provider(path: Path, *, keys: Path, now: datetime) -> PaymentProvider:
    """Read the agreement in a file; the secret it names lies in the folder `keys`.

    :raises WrongSettings: naming what to mend.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongSettings(f"{path.name} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise WrongSettings(f"{path.name} is no TOML: {error}") from None
    if set(told) != KEYS:
        raise WrongSettings(f"{path.name} has {', '.join(sorted(KEYS))} and nothing else")
    if told["protocol"] != "hosted":
        raise WrongSettings('protocol is "hosted"')
    address = str(told["address"]).rstrip("/")
    if not is_safe(address):
        raise WrongSettings("address begins with https://")
    return HostedPage(address, _secret(keys, str(told["secret_file"])), now)


def _secret(keys: Path, name: str) -> str:
    if not name or Path(name).name != name:
        raise WrongSettings("secret_file is the name of a file in the key folder")
    try:
        secret = (keys / name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongSettings(f"secret_file cannot be read: {error.strerror}") from None
    if len(secret) < SHORTEST_SECRET:
        raise WrongSettings(f"the secret has at least {SHORTEST_SECRET} letters")
    return secret
