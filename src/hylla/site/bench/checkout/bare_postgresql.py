"""The limits on PostgreSQL: psycopg with the product's statements, and all of it as one call."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection

from hylla.circulation.actions.check_out import LEND
from hylla.circulation.actions.history import REMEMBER_FOR_CHOOSER
from hylla.circulation.actions.return_item import NOTE, REMOVE
from hylla.circulation.actions.writing import COUNTED, USED, together
from hylla.circulation.queries import lending_facts, return_facts
from hylla.circulation.queries.driver import Write
from hylla.library.queries import policy_in_force
from hylla.site.bench.checkout.one_call import FUNCTIONS
from hylla.site.bench.library import NOW, TODAY, BenchLibrary

DUE = date(2026, 12, 1)


def connect() -> "psycopg.Connection[Any]":
    """Connect as the product does, with statements prepared."""
    parameters = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    given = {name: parameters[name] for name in names if name in parameters}
    made = psycopg.connect(**given, prepare_threshold=0)
    made.execute("SET TIME ZONE 'UTC'")
    made.commit()
    return made


class Psycopg:
    """Lends and takes back without Django, without rules, without a look at what it read."""

    def __init__(self, library: BenchLibrary) -> None:
        self._branch_id = library.branch_id
        self._connection = connect()
        self._cursor = self._connection.cursor()
        self._policy = policy_in_force()

    def check_out(self, card: str, barcode: str) -> None:
        """Send what a checkout sends."""
        cursor = self._cursor
        cursor.execute(lending_facts.LOCK.text, (barcode, card))
        facts: Any = cursor.execute(lending_facts.FACTS.text, (card, barcode)).fetchone()
        writes: list[Write] = [(LEND, (uuid4(), facts[11], facts[1], self._branch_id, NOW, DUE))]
        if facts[3] != TODAY:
            writes.append((USED, (TODAY, facts[1])))
        writes.append((COUNTED, (TODAY, "b0", "checkout", facts[13], facts[2], "26-44")))
        self._write(writes)

    def return_item(self, barcode: str) -> None:
        """Send what a return sends."""
        cursor = self._cursor
        cursor.execute(return_facts.LOCK.text, (barcode,))
        facts: Any = cursor.execute(return_facts.FACTS.text, (TODAY, TODAY, barcode)).fetchone()
        writes: list[Write] = []
        if self._policy.lending.offline_days:
            writes.append((NOTE, (facts[1], NOW)))
        writes.append((REMOVE, (facts[11],)))
        if self._policy.features.outreach:
            month = TODAY.replace(day=1)
            writes.append((REMEMBER_FOR_CHOOSER, (uuid4(), facts[2], month, facts[16])))
        if facts[18] != TODAY:
            writes.append((USED, (TODAY, facts[16])))
        writes.append((COUNTED, (TODAY, "b0", "return", facts[3], facts[17], "26-44")))
        self._write(writes)

    def _write(self, writes: Sequence[Write]) -> None:
        values = [value for _, each in writes for value in each]
        self._cursor.execute(together(tuple(sql for sql, _ in writes)).text, values)
        self._connection.commit()


class OneCall:
    """Lends and takes back in one call of a function in the database: no round trips at all."""

    def __init__(self, library: BenchLibrary) -> None:
        self._branch_id = library.branch_id
        self._connection = connect()
        self._connection.autocommit = True
        self._cursor = self._connection.cursor()
        for function in FUNCTIONS:
            self._cursor.execute(function)

    def check_out(self, card: str, barcode: str) -> None:
        """Call the function that lends."""
        values = (card, barcode, self._branch_id, NOW, DUE, TODAY)
        self._cursor.execute("SELECT bench_check_out(%s, %s, %s, %s, %s, %s)", values)
        self._cursor.fetchone()

    def return_item(self, barcode: str) -> None:
        """Call the function that takes back."""
        self._cursor.execute("SELECT bench_return(%s, %s)", (barcode, TODAY))
        self._cursor.fetchone()
