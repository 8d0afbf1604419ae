"""The limit on SQLite: Python's own driver with the product's statements and nothing else."""

import sqlite3
from uuid import uuid4

from django.conf import settings

from hylla.circulation.actions.check_out import LEND
from hylla.circulation.actions.history import REMEMBER_FOR_CHOOSER
from hylla.circulation.actions.return_item import NOTE, REMOVE
from hylla.circulation.actions.writing import COUNTED, USED
from hylla.circulation.queries.lending_facts import FACTS as LENDING
from hylla.circulation.queries.return_facts import FACTS as RETURNING
from hylla.library.queries import policy_in_force
from hylla.site.bench.library import NOW, TODAY, BenchLibrary
from hylla.site.databases import SQLITE_PRAGMAS

MOMENT = NOW.replace(tzinfo=None).isoformat(" ")
DAY = TODAY.isoformat()
MONTH = TODAY.replace(day=1).isoformat()
DUE = "2026-12-01"


class Sqlite:
    """Lends and takes back without Django, without rules, without a look at what it read."""

    def __init__(self, library: BenchLibrary) -> None:
        self._branch_id = library.branch_id
        name = settings.DATABASES["default"]["NAME"]
        self._connection = sqlite3.connect(name, isolation_level=None)
        for pragma, value in {**SQLITE_PRAGMAS, "foreign_keys": "ON"}.items():
            self._connection.execute(f"PRAGMA {pragma}={value}")
        self._lending, self._returning = LENDING.sqlite_text, RETURNING.sqlite_text
        self._lend, self._remove = LEND.sqlite_text, REMOVE.sqlite_text
        self._count, self._used = COUNTED.sqlite_text, USED.sqlite_text
        self._note, self._choose = NOTE.sqlite_text, REMEMBER_FOR_CHOOSER.sqlite_text
        self._policy = policy_in_force()

    def check_out(self, card: str, barcode: str) -> None:
        """Send what a checkout sends."""
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        facts = execute(self._lending, (card, barcode)).fetchone()
        values = (uuid4().hex, facts[11], facts[1], self._branch_id, MOMENT, DUE)
        execute(self._lend, values)
        if facts[3] != DAY:
            execute(self._used, (DAY, facts[1]))
        tally = (DAY, "b0", "checkout", facts[13], facts[2], "26-44")
        execute(self._count, tally)
        execute("COMMIT")

    def return_item(self, barcode: str) -> None:
        """Send what a return sends."""
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        facts = execute(self._returning, (DAY, DAY, barcode)).fetchone()
        if self._policy.lending.offline_days:
            execute(self._note, (facts[1], MOMENT))
        execute(self._remove, (facts[11],))
        if self._policy.features.outreach:
            execute(self._choose, (uuid4().hex, facts[2], MONTH, facts[16]))
        if facts[18] != DAY:
            execute(self._used, (DAY, facts[16]))
        execute(self._count, (DAY, "b0", "return", facts[3], facts[17], "26-44"))
        execute("COMMIT")
