"""The demo's agreements with providers on this machine: a file each, and a secret drawn once."""

import os
import secrets
from pathlib import Path


def agree(setting: str, file: Path, text: str, *, secret: Path) -> None:
    """Write an agreement, draw its secret where there is none, and tell this process's children."""
    if not secret.exists():
        secret.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(32))
    file.write_text(text)
    os.environ[setting] = str(file)
