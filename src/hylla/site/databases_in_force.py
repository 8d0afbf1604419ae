"""What a database must be set to before Hylla runs on it: asked of the server, not of a file."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = {
    "journal_mode": ("wal", "two readers and a writer at once"),
    "synchronous": ("2", "FULL: no acknowledged loan is lost in a power cut"),
    "secure_delete": ("1", "ON: deleted rows are overwritten"),
    "foreign_keys": ("1", "ON: nothing points at what is gone"),
}
POSTGRESQL = {
    "wal_recycle": ("off", "recycled log segments keep deleted rows for ever"),
    "fsync": ("on", "no acknowledged loan is lost in a power cut"),
    "synchronous_commit": ("on", "no acknowledged loan is lost in a power cut"),
    "full_page_writes": ("on", "no torn page after a power cut"),
    "log_error_verbosity": ("terse", "a refused duplicate would stand in the server's log"),
    "log_min_error_statement": ("panic", "failed statements would stand in the server's log"),
    "log_parameter_max_length": ("0", "values would stand in the server's log"),
    "log_parameter_max_length_on_error": ("0", "values would stand in the server's log"),
}
OLDEST_POSTGRESQL = 150000


def database_is_fit(*, databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """Refuse a database whose settings would lose loans or remember people."""
    messages: list[CheckMessage] = []
    for alias in databases or ():
        messages += problems_of(connections[alias])
    return messages


def problems_of(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    """Return each setting that is not as it must be, with what to do."""
    if connection.vendor == "sqlite":
        return _wrong(connection, SQLITE, "PRAGMA {}", "Hylla sets it itself")
    problems = _wrong(connection, POSTGRESQL, "SHOW {}", "ALTER SYSTEM SET {} = '{}'; then reload")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    if version < OLDEST_POSTGRESQL:
        problems.append(Error("PostgreSQL 15 or newer is needed", id="hylla.E021"))
    return problems


def _wrong(
    connection: BaseDatabaseWrapper,
    wanted: dict[str, tuple[str, str]],
    question: str,
    hint: str,
) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    with connection.cursor() as cursor:
        for name, (value, why) in wanted.items():
            cursor.execute(question.format(name))
            found = str(cursor.fetchone()[0])
            if found.lower() != value:
                text = f"{connection.vendor}: {name} is {found}, and must be {value}: {why}"
                problems.append(Error(text, hint=hint.format(name, value), id="hylla.E020"))
    return problems
