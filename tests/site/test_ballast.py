"""On a full disk what must go goes: the ballast makes room, and is there again after."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hylla.site import ballast
from hylla.site.ballast import is_full, let_go, make_ballast, with_room


@pytest.fixture(autouse=True)
def file(settings: Any, tmp_path: Path) -> Path:
    """A small one, of this test's own."""
    settings.HYLLA_DATA = tmp_path
    settings.HYLLA_BALLAST_MB = 1
    return tmp_path / "ballast"


def test_it_takes_up_the_room(file: Path) -> None:
    """Written to the last byte: a file with holes keeps nothing. Made once."""
    assert make_ballast()
    assert file.stat().st_blocks * 512 >= 1 << 20
    written = file.stat().st_mtime_ns
    assert make_ballast()
    assert file.stat().st_mtime_ns == written
    assert let_go()
    assert not let_go()


def test_without_room_for_it_nothing_half_is_left(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(size: int) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "urandom", full)
    assert not make_ballast()
    assert list(file.parent.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_case_66_a_removal_runs_on_a_full_disk(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database's own error lets the ballast go, and the work is done again.

    SQLite is given a largest size; PostgreSQL's disk cannot be filled here, so it is asked to raise
    the error that it would.
    """
    if connection.vendor != "sqlite":
        return only_words(file)
    with connection.cursor() as cursor:
        # What earlier tests have freed would be room.
        cursor.execute("VACUUM")
        cursor.execute("CREATE TABLE filler (bytes BLOB)")
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]

    def limit(pages: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {pages}")

    def work() -> str:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO filler VALUES (zeroblob(500000))")
        return "done"

    let = ballast.let_go

    def let_both() -> bool:
        limit(pages + 1000)
        return let()

    monkeypatch.setattr(ballast, "let_go", let_both)
    make_ballast()
    limit(pages)
    try:
        assert with_room(work) == "done"
    finally:
        limit(1 << 30)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE filler")
    assert not file.exists()
    assert make_ballast()
    return None


def only_words(file: Path) -> None:
    """PostgreSQL says it in words."""
    assert is_full(RuntimeError('could not extend file "base/1": No space left on device'))
    make_ballast()
    assert let_go()
    assert not file.exists()


def test_another_error_keeps_it(file: Path) -> None:
    """Only a full disk is one."""
    make_ballast()

    def broken() -> None:
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input"):
        with_room(broken)
    assert file.exists()
