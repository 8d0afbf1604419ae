"""PostgreSQL with a plain BEGIN and COMMIT around each transaction.

Django turns the driver's own autocommit off and on around each transaction, and the driver then
begins one by itself: measured at a quarter of a checkout's time in this process.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db.backends.postgresql import base, features, operations
from psycopg.pq import ExecStatus, TransactionStatus
from typing_extensions import override


class DatabaseFeatures(features.DatabaseFeatures):
    """Values are sent beside a statement, which the protocol counts in 16 bits."""

    max_query_params = 2**16 - 1


class DatabaseOperations(operations.DatabaseOperations):
    """Many rows are written in as many statements as their values need."""

    @override
    def bulk_batch_size(self, fields: Sequence[Any], objs: Sequence[Any]) -> int:
        return DatabaseFeatures.max_query_params // max(1, len(fields))


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, whose driver stays in autocommit; the statements say what they mean."""

    features_class = DatabaseFeatures
    ops_class = DatabaseOperations

    def begin(self) -> None:
        """Begin a transaction."""
        self._tell(b"BEGIN")

    def _set_autocommit(self, autocommit: bool) -> None:
        if not autocommit:
            self.begin()
        elif not self.connection.autocommit or self._is_in_transaction():
            # Inside a transaction the driver refuses, in words that tell what is wrong.
            with self.wrap_database_errors:
                self.connection.autocommit = True

    def _commit(self) -> None:
        if self.connection is not None:
            self._tell(b"COMMIT")

    def create_cursor(self, name: str | None = None) -> Any:
        """Make a cursor; a named one lives as long as its transaction, if there is one."""
        if name and self.in_atomic_block:
            return self.connection.cursor(name, scrollable=False, withhold=False)
        return super().create_cursor(name)

    def _is_in_transaction(self) -> bool:
        status: TransactionStatus = self.connection.pgconn.transaction_status
        return status != TransactionStatus.IDLE

    def _tell(self, command: bytes) -> None:
        try:
            result = self.connection.pgconn.exec_(command)
            if result.status != ExecStatus.COMMAND_OK:
                raise psycopg.errors.error_from_result(result)
        except psycopg.Error:
            with self.wrap_database_errors:
                raise
