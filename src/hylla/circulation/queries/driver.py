"""Statements of the hot path, sent over Django's connection by the database's own driver.

Django's cursor costs more than SQLite's work on most of these statements: it rewrites each text
anew and passes seven functions on the way (measured: 25 microseconds a statement).
"""

import sys
import threading
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic

from hylla.circulation.queries.dialect import ON_POSTGRESQL, Value


class Statement:
    """A statement written by hand, with `%s` for each value, in the form of either driver."""

    __slots__ = ("native", "sqlite_text", "text")

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split())
        self.sqlite_text = self.text.replace("%s", "?")
        self.native = self.text if ON_POSTGRESQL else self.sqlite_text


Write = tuple[Statement, Sequence[Value]]


class _Thread(threading.local):
    """The connection of the transaction that this thread is in, and how to send over it.

    Asking Django for its connection costs 3 microseconds, so a transaction asks once. It cannot be
    kept for longer: on a thread with an event loop each task has its own. psycopg takes long to
    make a cursor, so it is kept as long as its connection.
    """

    def __init__(self) -> None:
        self.connection: Any = None
        self.execute: Any = None
        self._driver: Any = None
        self._execute: Any = None

    def hold(self, connection: BaseDatabaseWrapper) -> None:
        """Send over this connection until it is let go.

        Whoever listens to Django's cursors (a test that counts statements) must hear of every one:
        then all goes through them.
        """
        if connection.force_debug_cursor or connection.execute_wrappers:
            return
        driver = connection.connection
        if self._driver is not driver:
            self._driver, self._execute = driver, driver.cursor().execute
        self.connection, self.execute = connection, self._execute

    def let_go(self) -> None:
        """Forget the connection."""
        self.connection = self.execute = None


_thread = _Thread()


class _Transaction(Atomic):
    """Django's `atomic()` without its detours where all goes well and nothing is around it.

    Those took a quarter of a checkout's time in this process. Every other case is left to Django: a
    transaction inside another, an error, a connection to be opened.
    """

    def __enter__(self) -> None:
        """Begin."""
        connection: Any = connections[DEFAULT_DB_ALIAS]
        if connection.connection is None or connection.in_atomic_block or not connection.autocommit:
            super().__enter__()
            return
        connection.commit_on_exit = True
        connection.needs_rollback = False
        connection.begin()
        connection.autocommit = False
        connection.in_atomic_block = True
        connection.atomic_blocks.append(self)
        _thread.hold(connection)

    def __exit__(self, *raised: Any) -> None:
        """Commit, or roll back and let the error go on."""
        connection: Any = _thread.connection or connections[DEFAULT_DB_ALIAS]
        blocks = connection.atomic_blocks
        if blocks[:1] == [self]:
            _thread.let_go()
        is_plain = raised[0] is None and len(blocks) == 1 and blocks[0] is self
        if not is_plain or connection.needs_rollback or connection.closed_in_transaction:
            super().__exit__(*raised)
            return
        try:
            connection._commit()
        except BaseException:
            super().__exit__(*sys.exc_info())
            raise
        blocks.clear()
        connection.in_atomic_block = False
        connection.autocommit = True
        connection.errors_occurred = False
        if connection.run_on_commit:
            connection.run_and_clear_commit_hooks()


TRANSACTION = _Transaction(using=DEFAULT_DB_ALIAS, savepoint=True, durable=False)
"""The transaction of a hot action, also inside another: all its state is the connection's."""


def send(statement: Statement, values: Sequence[Value]) -> Any:
    """Run a statement in the open transaction, and return the cursor.

    What it answers must be fetched before the next one is sent.
    """
    execute = _thread.execute
    if execute is None:
        cursor = connections[DEFAULT_DB_ALIAS].cursor()
        cursor.execute(statement.text, values)
        return cursor
    try:
        return execute(statement.native, values)
    except Exception:
        with _thread.connection.wrap_database_errors:
            raise


def send_all(writes: Iterable[Write]) -> None:
    """Run statements that answer nothing, in order."""
    execute = _thread.execute
    if execute is None:
        for statement, values in writes:
            send(statement, values)
        return
    try:
        for statement, values in writes:
            execute(statement.native, values)
    except Exception:
        with _thread.connection.wrap_database_errors:
            raise


def first_row(statement: Statement, values: Sequence[Value]) -> Any:
    """Return the first row of a query, or None."""
    return send(statement, values).fetchone()
