"""The columns of the database itself, in its own words, whatever the models say."""

from collections import defaultdict
from collections.abc import Mapping

from django.apps import apps
from django.db import connection

from hylla.privacy.policy import Policy
from hylla.privacy.verify import Finding, Probe

ON_SQLITE = """
SELECT it.name, its.name, lower(its.type) FROM sqlite_master it, pragma_table_xinfo(it.name) its
WHERE it.type IN ('table', 'view') AND it.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
"""
ON_POSTGRESQL = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = ANY (current_schemas(false))
"""
DATE = "date"
MOMENTS = frozenset({"datetime", "timestamp with time zone", "timestamp without time zone"})
KEYS = frozenset({"uuid", "char(32)", "char(36)"})


def database() -> Mapping[str, Mapping[str, str]]:
    """Return every table and view, each with its columns and what they hold: one question."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL)
        for table, name, kind in cursor.fetchall():
            found[table][name] = kind
    return found


def only(name: str, said: Mapping[str, str]) -> Probe:
    """Make a probe that tables have the columns named here (by words), and no other."""

    def probe(policy: Policy, now: object) -> Finding:
        looked_at, problems, there = 0, list[str](), database()
        for label, words in said.items():
            found, told = set(there[apps.get_model(label)._meta.db_table]), set(words.split())
            looked_at += len(found)
            problems += [f"{label} has a column {each}" for each in sorted(found - told)]
            problems += [f"{label} lacks the column {each}" for each in sorted(told - found)]
        return Finding(looked_at, tuple(problems))

    probe.__name__ = name
    return probe
