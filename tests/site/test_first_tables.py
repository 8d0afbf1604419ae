"""The tables of a new library are the same, made at once or by one migration after the other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from hylla.site import first_tables
from hylla.site.first_tables import make_tables

pytestmark = pytest.mark.django_db

ON_POSTGRESQL = """
SELECT 'column', table_name, column_name || ' ' || ordinal_position,
  concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default, is_identity,
    collation_name)
FROM information_schema.columns WHERE table_schema = current_schema()
UNION ALL
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
UNION ALL
SELECT 'index', tablename, indexname, replace(indexdef, current_schema() || '.', '')
FROM pg_indexes WHERE schemaname = current_schema()
ORDER BY 1, 2, 3
"""
ON_SQLITE = "SELECT type, tbl_name, name, sql FROM sqlite_master ORDER BY 1, 2, 3"


@contextmanager
def empty_database(name: str, folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """Give a database without a table: a file, or a schema of its own."""
    its = deepcopy(connection.settings_dict)
    if connection.vendor == "postgresql":
        its["OPTIONS"]["options"] = f"-c search_path={name}"
    else:
        its["NAME"] = folder / f"{name}.sqlite3"
    other: Any = ConnectionHandler({"default": its})["default"]
    try:
        if connection.vendor == "postgresql":
            other.cursor().execute(f"CREATE SCHEMA {name}")
        yield other
    finally:
        if connection.vendor == "postgresql":
            other.cursor().execute(f"DROP SCHEMA {name} CASCADE")
        other.close()


def tables(database: BaseDatabaseWrapper) -> list[Any]:
    """Return everything that a database says of its tables, and which migrations it has had."""
    cursor = database.cursor()
    cursor.execute(ON_POSTGRESQL if database.vendor == "postgresql" else ON_SQLITE)
    return [*cursor.fetchall(), *sorted(MigrationRecorder(database).applied_migrations())]


def step_by_step(database: BaseDatabaseWrapper) -> None:
    executor = MigrationExecutor(database)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_both_ways_make_the_same_tables(tmp_path: Path) -> None:
    made = []
    ways: dict[str, Callable[[BaseDatabaseWrapper], object]] = {
        "steps": step_by_step,
        "at_once": make_tables,
    }
    for name, way in ways.items():
        with empty_database(name, tmp_path) as database:
            way(database)
            made.append(tables(database))
    assert made[0] == made[1]
    assert sum("loan" in str(row) for row in made[0]) > 10, "and there are some"


def test_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    with empty_database("old", tmp_path) as database:
        database.cursor().execute("CREATE TABLE mine (number integer)")
        assert not make_tables(database)
        assert database.introspection.table_names() == ["mine"]


def test_what_does_more_than_make_tables_is_left_to_django(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_tables, "STRUCTURE", (migrations.AddField, migrations.AddIndex))
    with empty_database("filled", tmp_path) as database:
        assert not make_tables(database)
        assert database.introspection.table_names() == []
