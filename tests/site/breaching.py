"""What a breach is: a rule, how it is broken, and which sentence must tell."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hylla.privacy.vocabulary import State


@dataclass(frozen=True)
class Field:
    """Where breaches are planted."""

    monkeypatch: pytest.MonkeyPatch
    settings: Any
    folder: Path


@dataclass(frozen=True)
class Breach:
    """A rule, how it is broken, the sentence that must tell, and how: state, number, words."""

    rule: str
    plant: Callable[[Field], object]
    sentence: str
    state: State
    rows: int
    words: str


def column(table: str, name: str) -> Callable[[Field], object]:
    """Return what adds a column to a table."""

    def plant(_: Field) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # What waits for the end of the transaction would stand in the way.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN {name} varchar(40)")
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return plant
