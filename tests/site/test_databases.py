"""Hylla runs on two databases, set as they must be, and on nothing else."""

import fcntl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from hylla.catalogue.models import Batch, BatchPart
from hylla.catalogue.rules.batches import BatchKind, Stage
from hylla.site.databases import database
from hylla.site.databases_in_force import POSTGRESQL, SQLITE, problems_of
from hylla.site.sqlite.base import DatabaseWrapper

NOT_IN_TESTS = ": fsync is off"
"""The check's own cluster is thrown away after it, so it need not reach the disk."""


@pytest.mark.parametrize("url", ["mysql://here/x", "hylla.sqlite3", "sqlite://", ""])
def test_another_address_is_refused(url: str) -> None:
    """With what the address should look like."""
    with pytest.raises(ImproperlyConfigured, match="sqlite:///"):
        database(url)


def test_an_address_of_a_server_is_read() -> None:
    """User, secret, host, port and name; what is escaped is unescaped."""
    read = database("postgresql://hylla:a%40b@db.example.org:5433/lib")
    wanted = {
        "USER": "hylla",
        "PASSWORD": "a@b",
        "HOST": "db.example.org",
        "PORT": "5433",
        "NAME": "lib",
    }
    assert wanted.items() <= read.items()
    assert read["OPTIONS"]["server_side_binding"] is True


@pytest.mark.django_db
def test_the_database_of_the_tests_is_fit() -> None:
    """The tests run on the settings that production must have, but for their speed."""
    assert not [each for each in problems_of(connection) if NOT_IN_TESTS not in each.msg]


@pytest.mark.django_db
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its name, what it is, what it must be and why."""
    if connection.vendor == "sqlite":
        monkeypatch.setitem(SQLITE, "page_size", ("1", "a test asks for it"))
        name = "page_size"
    else:
        monkeypatch.setitem(POSTGRESQL, "wal_level", ("none", "a test asks for it"))
        name = "wal_level"
    (problem,) = (each for each in problems_of(connection) if NOT_IN_TESTS not in each.msg)
    assert f"{name} is " in problem.msg
    assert "a test asks for it" in problem.msg


@pytest.mark.django_db
def test_the_lock_is_there(tmp_path: Path) -> None:
    """A file lock beside the database is taken while a transaction runs, and dropped after."""
    settings = {
        **database(f"sqlite:///{tmp_path / 'x.sqlite3'}"),
        "AUTOCOMMIT": True, "TIME_ZONE": None, "CONN_HEALTH_CHECKS": False,
    }  # fmt: skip
    wrapper = DatabaseWrapper(settings)
    wrapper.ensure_connection()
    with (tmp_path / "x.sqlite3-lock").open("w") as other:
        wrapper._start_transaction_under_autocommit()
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        wrapper._commit()
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    wrapper.close()


@pytest.mark.django_db
def test_rows_with_more_values_than_one_statement_takes_are_written() -> None:
    """PostgreSQL takes 65,535 values beside a statement."""
    batch = Batch.objects.create(
        kind=BatchKind.IMPORT,
        name="a.mrc",
        stage=Stage.READING,
        begun_at=datetime(2027, 1, 1, tzinfo=UTC),
    )
    count = (2**16 - 1) // 3 + 1
    BatchPart.objects.bulk_create(
        BatchPart(batch=batch, place=place, data=b"a") for place in range(count)
    )
    assert BatchPart.objects.count() == count
