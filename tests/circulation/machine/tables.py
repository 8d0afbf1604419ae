"""What the tables hold, asked for in words of the tests' own."""

from collections.abc import Iterable
from typing import Any

from django.db import connection


def rows(statement: str) -> list[tuple[Any, ...]]:
    """Return what a table holds, the same on both kinds of database."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return plain(cursor.fetchall())


def plain(found: Iterable[Iterable[object]]) -> list[tuple[Any, ...]]:
    """Return rows with their days and ids as text without lines."""
    return [
        tuple(
            value if isinstance(value, int | None) else str(value).replace("-", "") for value in row
        )
        for row in found
    ]
