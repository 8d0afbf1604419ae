"""Send the writes of an action: one after the other, or, in PostgreSQL, as one statement."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from hylla.circulation.queries.dialect import ON_POSTGRESQL
from hylla.circulation.queries.driver import Statement, Write, send, send_all
from hylla.statistics.actions import COUNT

USED = Statement("UPDATE patrons_person SET last_used_on = %s WHERE id = %s")
"""The day a patron last used the library: a date, and not for what (R12)."""
COUNTED = Statement(COUNT)


def write(writes: Iterable[Write]) -> None:
    """Run writes that touch different rows; PostgreSQL takes them in one round trip."""
    if ON_POSTGRESQL:
        statements, values = zip(*writes, strict=True)
        send(together(statements), tuple(chain.from_iterable(values)))
    else:
        send_all(writes)


@lru_cache(maxsize=256)
def together(statements: tuple[Statement, ...]) -> Statement:
    """Put all but the last into a WITH clause, where each is carried out exactly once."""
    *first, last = statements
    parts = ", ".join(f"write_{at} AS ({each.text})" for at, each in enumerate(first))
    return Statement(f"WITH {parts} {last.text}") if parts else last
