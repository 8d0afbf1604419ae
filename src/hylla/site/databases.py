"""The two databases Hylla runs on, and the settings without which it does not start."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "FULL",
    "secure_delete": "ON",
    "busy_timeout": "20000",
}


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for `sqlite:///path` or `postgresql://user:secret@host:port/name`.

    :raises ImproperlyConfigured: for any other address.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path)[1:])
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(url)
    message = "HYLLA_DATABASE_URL is sqlite:///path or postgresql://user@host:port/name"
    raise ImproperlyConfigured(f"{message}; its scheme is {parts.scheme or 'missing'!r}")


def _sqlite(path: str) -> dict[str, Any]:
    if not path:
        raise ImproperlyConfigured(
            "HYLLA_DATABASE_URL names no file: sqlite:////path/hylla.sqlite3"
        )
    pragmas = "".join(f"PRAGMA {name}={value};" for name, value in SQLITE_PRAGMAS.items())
    return {
        "ENGINE": "hylla.site.sqlite",
        "NAME": Path(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": pragmas,
            # Django reads dates by its fields. The driver's way would look at every column of every
            # statement (measured: 10 microseconds where there are twenty).
            "detect_types": 0,
        },
        "CONN_MAX_AGE": None,
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "hylla.site.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        # Literals never stand in a statement's text, so that no server log can hold them.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5, **query},
        "CONN_MAX_AGE": None,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
