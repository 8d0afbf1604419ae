"""What an operator can set for this door."""

from dataclasses import dataclass, field
from ssl import SSLContext

from django.conf import settings
from django.db import connection
from django.utils.timezone import get_default_timezone

from hylla.formats.sip2 import Dialect


def _here() -> Dialect:
    return Dialect(zone=get_default_timezone())


def _threads() -> int:
    """SQLite has one writer: a second thread is for what takes time beside it, such as a PIN."""
    return 2 if connection.vendor == "sqlite" else 6


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How much to take on, and how long to wait.

    The dialect and the language hold until a machine has signed in; then its account's do.
    `sign_in_seconds` counts from the connection's beginning, `idle_seconds` from the last byte.
    Every `look_seconds` the connections of machines that were retired are cut off.
    With `at_once` what only reads and writes is done by the loop's own thread: where the database
    has one writer, all wait for it anyway, and handing over cost a quarter of each message.
    """

    tls: SSLContext | None = None
    dialect: Dialect = field(default_factory=_here)
    language: str = field(default_factory=lambda: settings.LANGUAGE_CODE)
    threads: int = field(default_factory=_threads)
    at_once: bool = False
    max_connections: int = 200
    sign_in_seconds: float = 60
    sign_in_tries: int = 5
    idle_seconds: float = 3600
    write_seconds: float = 30
    stop_seconds: float = 10
    look_seconds: float = 5
