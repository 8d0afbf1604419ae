"""The second ring of forgetting: what was deleted leaves the bytes of the database's files too.

Measured on SQLite 3.40 and PostgreSQL 15; docs/operations.md says what each step is for.
"""

import time
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper

from hylla.privacy.models import Approval
from hylla.privacy.registry import personal_models

CHECKPOINTS = 3
"""Segments of the log that a checkpoint leaves are gone after the third."""

ATTEMPTS = 50
PAUSE_SECONDS = 0.2


@dataclass(frozen=True)
class Swept:
    """Whether the files hold nothing any more of what was deleted; if not, why."""

    clean: bool
    detail: str = ""


def sweep() -> Swept:
    """Rewrite what deleted rows left behind, and empty the write-ahead log. Run it by night."""
    if connection.vendor == "sqlite":
        return _sweep_sqlite()
    return _sweep_postgresql()


def prepare() -> None:
    """Keep identifying columns out of PostgreSQL's statistics; run after each migration."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table, columns in personal_columns().items():
            for column in columns:
                cursor.execute(
                    f"ALTER TABLE {connection.ops.quote_name(table)} "
                    f"ALTER COLUMN {connection.ops.quote_name(column)} SET STATISTICS 0"
                )


def personal_columns() -> dict[str, list[str]]:
    """Return the personal columns of each table, by their names in the database."""
    return {
        model._meta.db_table: [
            str(field.column)
            for field in model._meta.concrete_fields
            if field.name in declared.columns
        ]
        for model, declared in personal_models()
    }


def _sweep_sqlite() -> Swept:
    """VACUUM clears page gaps that secure_delete leaves; TRUNCATE needs a moment with no reader."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        for _attempt in range(ATTEMPTS):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0] == 0:
                return Swept(clean=True)
            time.sleep(PAUSE_SECONDS)
    return Swept(clean=False, detail="a reader kept the write-ahead log busy")


def _sweep_postgresql() -> Swept:
    with connection.cursor() as cursor:
        for table in personal_columns():
            cursor.execute(f"VACUUM (FULL, ANALYZE) {connection.ops.quote_name(table)}")
        # What two people were asked about is named by its number: of a hold, which was somebody's.
        cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(Approval._meta.db_table)}")
        if not _may_checkpoint(cursor):
            return Swept(clean=False, detail="the database role may not CHECKPOINT and switch WAL")
        for _round in range(CHECKPOINTS):
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute("CHECKPOINT")
    return Swept(clean=True)


def _may_checkpoint(cursor: CursorWrapper) -> bool:
    cursor.execute(
        "SELECT (pg_has_role('pg_checkpoint', 'MEMBER') "
        "AND has_function_privilege('pg_switch_wal()', 'EXECUTE')) "
        "OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
    )
    return bool(cursor.fetchone()[0])
