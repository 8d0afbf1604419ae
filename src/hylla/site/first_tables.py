"""All tables of an empty database at once, as they stand after the last migration.

Django carries migrations out one after the other, and makes its picture of every table anew at each
step: six seconds of work for ninety tables that in the end are made once. Here the picture is made
once.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.executor import MigrationExecutor

STRUCTURE = (CreateModel, AddField, AddConstraint, AddIndex)
"""What says no more than how tables look: its end result can be made without its steps."""


def make_tables(connection: BaseDatabaseWrapper) -> bool:
    """Make every table of an empty database and note its migrations; return whether it did.

    All of it happens or nothing. A database that has tables, or migrations that do more than make
    them, are left to Django.
    """
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    migrations = [migration for migration, _ in executor.migration_plan(targets)]
    if not all(map(_only_makes_tables, migrations)):
        return False
    recorder, state = executor.recorder, executor.loader.project_state(targets)
    with connection.schema_editor(atomic=True) as editor:
        editor.create_model(recorder.Migration)
        for model in state.apps.get_models():
            editor.create_model(model)
        for migration in migrations:
            recorder.record_applied(migration.app_label, migration.name)
    return True


def _only_makes_tables(migration: Migration) -> bool:
    return all(isinstance(each, STRUCTURE) for each in migration.operations)
