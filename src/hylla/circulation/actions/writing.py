"""Send the writes of an action: one after the other, or, in PostgreSQL, as one statement."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection

Value = str | int | date | datetime | UUID | None
USED = "UPDATE patrons_person SET last_used_on = %s WHERE id = %s"
"""The day a patron last used the library: a date, and not for what (R12)."""

Write = tuple[str, Sequence[Value]]


def write(*writes: Write) -> None:
    """Run writes that touch different rows; PostgreSQL takes them in one round trip."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            together = [value for _, values in writes for value in values]
            cursor.execute(_together(tuple(sql for sql, _ in writes)), together)
        else:
            for sql, values in writes:
                cursor.execute(sql, values)


@lru_cache(maxsize=256)
def _together(statements: tuple[str, ...]) -> str:
    """Put all but the last into a WITH clause, where each is carried out exactly once."""
    *first, last = statements
    parts = ", ".join(f"write_{number} AS ({sql})" for number, sql in enumerate(first))
    return f"WITH {parts} {last}" if parts else last
