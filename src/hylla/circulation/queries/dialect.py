"""What differs between the two databases where circulation writes its SQL by hand."""

from datetime import UTC, date, datetime
from uuid import UUID

from django.db import IntegrityError, connection

Key = str | UUID
"""A random id as this database has it: 32 hexadecimal digits in SQLite, a uuid in PostgreSQL."""

ON_POSTGRESQL = connection.vendor == "postgresql"
"""One process has one kind of database. There rows are locked one by one; SQLite's IMMEDIATE
transaction locks everything."""

Value = str | int | date | datetime | UUID | None
"""What a statement is given."""


def as_key(value: UUID) -> Key:
    """Return an id as this database has it."""
    return value if ON_POSTGRESQL else value.hex


def as_uuid(key: Key) -> UUID:
    """Return an id as the rest of the house has it."""
    return key if isinstance(key, UUID) else UUID(hex=key)


def as_moment(now: datetime) -> datetime | str:
    """Return a moment as Django stores it in this database: in SQLite UTC, as text."""
    if ON_POSTGRESQL:
        return now
    utc = now if now.tzinfo is UTC else now.astimezone(UTC)
    return utc.isoformat(" ")[: -len("+00:00")]


def as_day(day: date) -> date | str:
    """Return a date as Django stores it in this database: in SQLite as text."""
    return day if ON_POSTGRESQL else day.isoformat()


def as_date(value: date | str | None) -> date | None:
    """Return a date that a statement answered, which SQLite hands over as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def broke(error: IntegrityError, constraint: str, *, columns: str) -> bool:
    """Say whether this constraint refused the row; SQLite names the columns, not the constraint."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return bool(diagnosis.constraint_name == constraint)
    return columns in str(error)
