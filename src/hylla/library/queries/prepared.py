"""A query that Django works out once, and that is then only sent: docs/adr/0032.

Most of what a short query takes is the building of its SQL, which comes out the same each time.
"""

import inspect
import json
import random
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, DateField, DateTimeField, F, Func, QuerySet, UUIDField
from django.db.models.sql.compiler import SQLCompiler

Row = tuple[Any, ...]
Said = tuple[str, tuple[Any, ...]]


class Among(Func):
    """Says that a column's number is one of some: one value of a statement, however many."""

    def __init__(self, column: str, numbers: Collection[int]) -> None:
        super().__init__(F(column), output_field=BooleanField())
        self.numbers = tuple(numbers)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Said:
        """Return it with the numbers as JSON."""
        template = "%(expressions)s IN (SELECT value FROM json_each(%%s))"
        return self._as(compiler, connection, template)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> Said:
        """Return it with the numbers as an array."""
        return self._as(compiler, connection, "%(expressions)s = ANY(%%s)")

    def _as(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, template: str) -> Said:
        sql, values = self.as_sql(compiler, connection, template=template)
        return sql, (*values, _together(self.numbers, connection))


def _together(numbers: Collection[int], connection: BaseDatabaseWrapper) -> object:
    """Return numbers as a database takes them in one value."""
    return list(numbers) if connection.vendor == "postgresql" else json.dumps(list(numbers))


KINDS: dict[str, tuple[Callable[[Any, BaseDatabaseWrapper], object], Callable[[int], object]]] = {
    "UUID": (UUIDField().get_db_prep_value, lambda n: uuid.UUID(int=n)),
    "datetime": (
        DateTimeField().get_db_prep_value,
        lambda n: datetime(1801, 2, 3, tzinfo=UTC) + timedelta(n % 9999),
    ),
    "date": (DateField().get_db_prep_value, lambda n: date(1801, 2, 3) + timedelta(n % 9999)),
    "str": (lambda value, _: value, lambda n: f"a sample {n}"),
    "int": (lambda value, _: value, lambda n: n % 2**31),
    "Collection": (_together, lambda n: (n % 2**31,)),
}
"""What a parameter may be: how it is written for a database, and a value that nothing else is."""
SIDES = 2**100


@dataclass(frozen=True)
class _Made:
    """Its SQL; its values, and among them the places of those that are given; how to read a row."""

    sql: str
    values: Sequence[object]
    places: Sequence[tuple[int, str]]
    readers: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]


class Prepared:
    """Wraps a function from values to a query with `values_list`: its shape hangs on none of them.

    The values are named, and are of the kinds above.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._kinds = {
            name: each.annotation.__name__
            for name, each in inspect.signature(build).parameters.items()
        }
        self._made: dict[str, _Made] = {}

    def __call__(self, **given: object) -> list[Row]:
        """Return the rows for these values."""
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = self._make()
        values: list[Any] = list(made.values)
        for place, name in made.places:
            values[place] = self._written(name, given[name])
        with connection.cursor() as cursor:
            cursor.execute(made.sql, values)
            rows = cursor.fetchall()
        return [_read(row, made.readers) for row in rows] if made.readers else rows

    def first(self, **given: object) -> Row | None:
        """Return the first row, or None."""
        return next(iter(self(**given)), None)

    def _make(self) -> _Made:
        samples = {
            name: KINDS[kind][1](random.SystemRandom().randrange(SIDES))
            for name, kind in self._kinds.items()
        }
        compiler = self._build(**samples).query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        written = {name: self._written(name, each) for name, each in samples.items()}
        places = [
            (place, name)
            for place, value in enumerate(values)
            for name, sample in written.items()
            if type(value) is type(sample) and value == sample
        ]
        if {name for _, name in places} != set(samples):
            raise TypeError(f"a value of {self._build.__name__} does not stand in its SQL")
        found = compiler.get_converters([each[0] for each in compiler.select])
        readers = [(place, tuple(how), what) for place, (how, what) in found.items()]
        return _Made(sql, tuple(values), places, readers)

    def _written(self, name: str, value: object) -> object:
        write, _sample = KINDS[self._kinds[name]]
        return write(value, connection)


def _read(row: Row, readers: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]) -> Row:
    """Return a row as Django gives it."""
    values = list(row)
    for place, how, what in readers:
        for each in how:
            values[place] = each(values[place], what, connection)
    return tuple(values)
