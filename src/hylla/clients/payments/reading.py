"""Reads with whom a library has an agreement about payments."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from hylla.clients.eid.values import is_safe
from hylla.clients.payments.hosted import HostedPage
from hylla.clients.payments.values import PaymentProvider, WrongSettings

KEYS = {"protocol", "address", "secret_file"}
SHORTEST_SECRET = 32


def read_provider(path: Path, *, keys: Path, now: datetime) -> PaymentProvider:
    """Read the agreement in a file; the secret it names lies in the folder `keys`.

    :raises WrongSettings: naming what to mend.
    """
    told = read_agreement(path)
    if set(told) != KEYS:
        raise WrongSettings(f"{path.name} has {', '.join(sorted(KEYS))} and nothing else")
    if told["protocol"] != "hosted":
        raise WrongSettings('protocol is "hosted"')
    address = safe_address(str(told["address"]))
    return HostedPage(address, read_secret(keys, str(told["secret_file"])), now)


def read_agreement(path: Path) -> dict[str, Any]:
    """Return what a file of an agreement says.

    :raises WrongSettings: it cannot be read.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongSettings(f"{path.name} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise WrongSettings(f"{path.name} is no TOML: {error}") from None


def safe_address(told: str) -> str:
    """Return an address that is encrypted, or on this machine.

    :raises WrongSettings: it is neither.
    """
    if not is_safe(told):
        raise WrongSettings("address begins with https://")
    return told.rstrip("/")


def read_secret(keys: Path, name: str) -> str:
    """Return the secret in a file of the key folder.

    :raises WrongSettings: it is not there, or too short.
    """
    if not name or Path(name).name != name:
        raise WrongSettings("secret_file is the name of a file in the key folder")
    try:
        secret = (keys / name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise WrongSettings(f"secret_file cannot be read: {why}") from None
    if len(secret) < SHORTEST_SECRET:
        raise WrongSettings(f"the secret has at least {SHORTEST_SECRET} letters")
    return secret
