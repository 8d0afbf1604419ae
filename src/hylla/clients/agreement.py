"""Files of agreements with those the library works with: the terms, and where the secret lies."""

import tomllib
from pathlib import Path
from typing import Any

from hylla.clients.eid.values import is_safe

SHORTEST_SECRET = 32


class WrongSettings(ValueError):
    """The library's file cannot be used; the message says what to mend, and holds no secret."""


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
